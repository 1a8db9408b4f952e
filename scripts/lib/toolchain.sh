# Finds a JDK and Maven, or has them installed. Sourced after project.sh and packages.sh, never run.

readonly LEAST_MAVEN=3.8.7

# Every place where a JDK may be; the caller's own choice first.
jdk_places() {
    if [ -n "${JAVA_HOME:-}" ]; then
        printf '%s\n' "$JAVA_HOME"
    fi
    local javac
    if javac=$(command -v javac); then
        javac=$(readlink -f "$javac")
        printf '%s\n' "${javac%/bin/javac}"
    fi
    local home
    for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -d "$home" ]; then
            printf '%s\n' "$home"
        fi
    done
}

# The feature version of the JDK in a directory; nothing for a JRE or for another thing.
jdk_version() {
    if [ -z "$1" ] || [ ! -x "$1/bin/javac" ]; then
        return
    fi
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
    fi
}

# find_jdk VERSION: the home of a JDK of exactly that version.
find_jdk() {
    local home
    while IFS= read -r home; do
        if [ "$(jdk_version "$home")" = "$1" ]; then
            printf '%s\n' "$home"
            return
        fi
    done < <(jdk_places)
    return 1
}

# Makes sure that there is a JDK 17 or 25.
require_jdk() {
    if find_jdk 17 >/dev/null || find_jdk 25 >/dev/null; then
        return
    fi
    local manager version
    if manager=$(package_manager); then
        for version in 17 25; do
            if install_package "$manager" "$(jdk_package "$manager" "$version")" && find_jdk "$version" >/dev/null; then
                return
            fi
        done
    fi
    fail "no JDK 17 or 25 here: install one and set JAVA_HOME to it" 2
}

maven_fits() {
    local version
    version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p') || return 1
    [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$LEAST_MAVEN" "$version" | sort -V | head -n 1)" = "$LEAST_MAVEN" ]
}

# Makes sure that there is a Maven; JAVA_HOME must be set.
require_maven() {
    if maven_fits; then
        return
    fi
    local manager
    if manager=$(package_manager) && install_package "$manager" maven && maven_fits; then
        return
    fi
    fail "no Maven $LEAST_MAVEN or newer here: install it and put mvn on the PATH" 2
}

# Exports JAVA_HOME, the caller's where it is a 17 or 25, else the newest of the two; and makes sure of Maven.
use_toolchain() {
    require_jdk
    case "$(jdk_version "${JAVA_HOME:-}")" in
        17 | 25) ;;
        *) JAVA_HOME=$(find_jdk 25 || find_jdk 17) ;;
    esac
    export JAVA_HOME
    require_maven
    say "JDK $(jdk_version "$JAVA_HOME") in $JAVA_HOME, $(mvn -v 2>/dev/null | sed -n 's/.*\(Apache Maven [0-9.]*\).*/\1/p')"
}
