# Installs from the system's own package manager, and says so. Sourced, never run.

package_manager() {
    local manager
    for manager in apt-get dnf apk zypper pacman; do
        if command -v "$manager" >/dev/null; then
            printf '%s\n' "$manager"
            return
        fi
    done
    return 1
}

# What a package manager calls a JDK of one version.
jdk_package() {
    case $1 in
        apt-get) printf 'openjdk-%s-jdk-headless\n' "$2" ;;
        dnf | zypper) printf 'java-%s-openjdk-devel\n' "$2" ;;
        apk) printf 'openjdk%s-jdk\n' "$2" ;;
        pacman) printf 'jdk%s-openjdk\n' "$2" ;;
    esac
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null; then
        return 1
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# install_package MANAGER PACKAGE: false when the manager does not have it or we may not.
install_package() {
    say "installing $2 with $1, because this machine has none that fits"
    local log status=0
    log=$(mktemp)
    case $1 in
        apt-get)
            as_root apt-get update -q >"$log" 2>&1 || true
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$2" >"$log" 2>&1 || status=1
            ;;
        dnf) as_root dnf install -y -q "$2" >"$log" 2>&1 || status=1 ;;
        apk) as_root apk add --no-progress "$2" >"$log" 2>&1 || status=1 ;;
        zypper) as_root zypper --non-interactive install "$2" >"$log" 2>&1 || status=1 ;;
        pacman) as_root pacman -Sy --noconfirm "$2" >"$log" 2>&1 || status=1 ;;
    esac
    if [ "$status" -ne 0 ]; then
        say "$1 could not: $(tail -n 1 "$log")"
    fi
    rm -f "$log"
    return "$status"
}
