package io.ctxagent.recorder;

import org.jspecify.annotations.Nullable;

/**
 * Whose code made what a finding is about, told by the classes of its creation frames. One class of the application's is enough to
 * make it the application's: a library calls it, or it calls the library.
 */
final class Origin {

    private Origin() {}

    /** {@code application}, {@code library} or {@code jdk}; {@code application} where no frame is known. */
    static String of(@Nullable String... classes) {
        boolean library = false;
        boolean jdk = false;
        for (String type : classes) {
            if (type == null) {
                continue;
            }
            if (CodeOwner.isJdk(type)) {
                jdk = true;
            } else if (Libraries.isLibrary(type)) {
                library = true;
            } else {
                return "application";
            }
        }
        return library ? "library" : jdk ? "jdk" : "application";
    }

    static String ofSite(@Nullable String site) {
        return of(site == null ? null : FrameNames.classOf(site));
    }

    /** Of a thread: where its work begins, and where it is. */
    static String of(SeenThread thread) {
        StackTraceElement entry = thread.stack().entry();
        String site = thread.site();
        return of(entry == null ? null : entry.getClassName(), site == null ? null : FrameNames.classOf(site));
    }
}
