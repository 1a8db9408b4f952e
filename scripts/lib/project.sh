# Where the project is, and how its scripts speak. Sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"

# A headline with the seconds since the script began.
step() {
    printf '\n==> [%3ds] %s\n' "$SECONDS" "$*"
}

say() {
    printf '    %s\n' "$*"
}

# One line on standard error, and the end: 1 for a failure, 2 for something that only the reader can mend.
fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit "${2:-1}"
}
