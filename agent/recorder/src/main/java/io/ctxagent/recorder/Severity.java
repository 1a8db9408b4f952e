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
}
