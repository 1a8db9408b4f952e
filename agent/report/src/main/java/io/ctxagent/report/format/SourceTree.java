package io.ctxagent.report.format;

/** Knows where the sources are that a stack names. */
public interface SourceTree {

    /** Knows nothing. */
    SourceTree NONE = file -> file;

    /**
     * The path of a source file, relative to the repository and with slashes.
     *
     * @param file {@code shop/Orders.java}, below some source root
     * @return {@code file} itself where it is not found
     */
    String locate(String file);
}
