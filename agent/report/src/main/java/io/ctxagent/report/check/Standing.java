package io.ctxagent.report.check;

import java.util.Locale;

/** How a finding stands against what is known and allowed. */
public enum Standing {
    /** Nothing excuses it. */
    NEW,
    /** An entry of the baseline covers it. */
    KNOWN,
    /** There are more than its entry allows. */
    GROWN,
    /** Its entry has run out. */
    EXPIRED,
    /** Its rule is below {@code --max}. */
    ALLOWED;

    /** The word for reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
