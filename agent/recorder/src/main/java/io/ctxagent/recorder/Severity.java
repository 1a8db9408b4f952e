package io.ctxagent.recorder;

/** How bad a finding is; the worst first. */
enum Severity {
    ERROR("error"),
    WARNING("warning"),
    NOTE("note");

    private final String text;

    Severity(String text) {
        this.text = text;
    }

    /** As {@code ctx-snapshot/1} has it. */
    String text() {
        return text;
    }

    static Severity ofText(String text) {
        for (Severity severity : values()) {
            if (severity.text.equals(text)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("no severity: " + text);
    }
}
