# Reads what Surefire and Failsafe wrote. Sourced, never run.

report_files() {
    find . -path '*/target/surefire-reports/TEST-*.xml' -o -path '*/target/failsafe-reports/TEST-*.xml'
}

# Reports of an earlier run must not be counted again where a module is not built this time.
forget_reports() {
    report_files | while IFS= read -r report; do
        rm -f "$report"
    done
}

# The classes with a test that failed.
failed_classes() {
    report_files | while IFS= read -r report; do
        if grep -qE '<(failure|error)[ >]' "$report"; then
            report=${report##*/TEST-}
            printf '%s\n' "${report%.xml}"
        fi
    done | sort
}

# The classes with a test that failed at first and passed when it was tried again.
flaky_classes() {
    report_files | while IFS= read -r report; do
        if grep -qE '<flaky(Failure|Error)[ >]' "$report"; then
            report=${report##*/TEST-}
            printf '%s\n' "${report%.xml}"
        fi
    done | sort
}

# Of those the races in which not one round may go wrong: there the second try takes nothing back. It does for their canaries,
# which have to go wrong, and where the parties had only not met.
flaky_races() {
    report_files | grep -E '[.]Handshake[A-Za-z]*IT[.]xml$' | grep -v 'CanaryIT' | while IFS= read -r report; do
        if grep -E '<flaky(Failure|Error)[ >]' "$report" | grep -qv 'not met: '; then
            report=${report##*/TEST-}
            printf '%s\n' "${report%.xml}"
        fi
    done | sort
}

# "passed failed skipped" over all reports that are there.
count_reports() {
    report_files | while IFS= read -r report; do
        # The root element's attributes are the sums of its file.
        tr '\n' ' ' <"$report" | grep -o '<testsuite [^>]*>' | head -n 1
    done | awk '
        function attribute(name) {
            return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0
        }
        {
            bad = attribute("errors") + attribute("failures")
            idle = attribute("skipped")
            passed += attribute("tests") - bad - idle
            failed += bad
            skipped += idle
        }
        END { print passed + 0, failed + 0, skipped + 0 }'
}
