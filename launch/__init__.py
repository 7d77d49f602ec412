"""How the project is installed, started and tested on one machine. Standard library and psycopg only."""

from launch.install import refuse_other_pythons

refuse_other_pythons()
