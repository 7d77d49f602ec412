// Drops rules that no page can reach and custom properties that no rule reads.
//
// It looks at names only, never at templates: a template may use any class that src/site.css imports,
// and a build does not depend on which pages exist.
import postcss from "postcss";

// Classes that only imitate a state for documentation pages, and parts that this site does not use.
const UNUSED = [
  /--(hover|focus|focus-visible|active|pressed|disabled|read-only|drag-hover|indeterminate)$/,
  /--(danger|warning|ready)$/,
  /^utrecht-(button|button-link)--(busy|submit|icon-only|toggle|inline|placeholder)/,
  /^utrecht-link--(telephone|current|icon-left|icon-right|external|box-content|placeholder|not-printed)/,
  /^utrecht-link__/,
  /^utrecht-textbox--(html-input-text|numeric|url|iban)/,
  /^utrecht-(unordered|ordered)-list--(center|distanced-nested|nested)/,
  /^utrecht-table--(alternate|html-table-)/,
  /^utrecht-(root--scroll|document--surface)$/,
  /^utrecht-skip-link--(inline|focus)/,
];
const KEPT = [/^utrecht-alert--/];
const ROOT_CONTAINER = /^(container-type|container-name|view-transition-name|font-size-adjust)$/;

function isUnused(name) {
  return !KEPT.some((kept) => kept.test(name)) && UNUSED.some((unused) => unused.test(name));
}

function classesOf(selector) {
  // What stands inside :not() does not have to exist for the rule to apply.
  return [...selector.replace(/:not\([^)]*\)/g, "").matchAll(/\.([\w-]+)/g)].map((match) => match[1]);
}

function dropUnusedSelectors(root) {
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && rule.parent.name.endsWith("keyframes")) return;
    rule.selectors = rule.selectors.map((one) => one.replaceAll(".voorbeeld-theme", ".ind-theme"));
    const kept = rule.selectors.filter((selector) => !classesOf(selector).some(isUnused));
    if (kept.length === 0) rule.remove();
    else rule.selectors = kept;
  });
}

function dropRootContainer(root) {
  // A size container on <html> prints one page only; the others change nothing here and cost bytes.
  root.walkRules(/\.utrecht-root/, (rule) => {
    rule.walkDecls(ROOT_CONTAINER, (declaration) => declaration.remove());
  });
}

function namesRead(value) {
  return [...value.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);
}

function reachableProperties(root) {
  const readBy = new Map();
  const open = [];
  root.walkDecls((declaration) => {
    const names = namesRead(declaration.value);
    if (!declaration.prop.startsWith("--")) open.push(...names);
    else readBy.set(declaration.prop, [...(readBy.get(declaration.prop) ?? []), ...names]);
  });
  const reached = new Set();
  while (open.length > 0) {
    const name = open.pop();
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...(readBy.get(name) ?? []));
  }
  return reached;
}

function dropUnreadProperties(root) {
  const reached = reachableProperties(root);
  root.walkDecls(/^--/, (declaration) => {
    if (!reached.has(declaration.prop)) declaration.remove();
  });
  root.walkRules((rule) => {
    if (rule.nodes.every((node) => node.type === "comment")) rule.remove();
  });
}

/** Return the stylesheet without unreachable rules and custom properties. */
export function prune(css) {
  const root = postcss.parse(css);
  root.walkComments((comment) => comment.remove());
  dropUnusedSelectors(root);
  dropRootContainer(root);
  dropUnreadProperties(root);
  return root.toString();
}
