# Builds single modules. Sourced after toolchain.sh, never run.

# package_modules MODULE[,MODULE...]: with what they need, without tests.
package_modules() {
    mvn -B -ntp -q -pl "$1" -am package -DskipTests >&2 || fail "the build failed"
}

# choose_jdk VERSION: sets JAVA_HOME to it; an empty one leaves the choice to use_toolchain.
choose_jdk() {
    [ -n "$1" ] || return 0
    JAVA_HOME=$(find_jdk "$1") || fail "JDK $1 is not installed" 2
    export JAVA_HOME
}
