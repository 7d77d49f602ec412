"""No tables. Django tells only apps with this file that a migrate has ended, which is when roles are made."""
