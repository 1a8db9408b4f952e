package io.ctxagent.instrument;

/**
 * What a call that was ended throws, in words for a cell of FAMILIES.md.
 *
 * @param deadline at the deadline
 * @param cancel on cancel
 */
public record Ending(String deadline, String cancel) {

    private static final String OUR_PACKAGE = "io.ctxagent.";

    /** The same for both. */
    public static Ending with(Class<? extends Throwable> both) {
        return with(both, both);
    }

    /** Two kinds. */
    public static Ending with(Class<? extends Throwable> deadline, Class<? extends Throwable> cancel) {
        return new Ending(words(deadline), words(cancel));
    }

    /** Where a class does not say it: {@code select} returns 0, a driver adds an SQLState. */
    public static Ending inWords(String deadline, String cancel) {
        return new Ending(deadline, cancel);
    }

    /** It is not ended. */
    public static Ending none() {
        return new Ending("", "");
    }

    private static String words(Class<? extends Throwable> type) {
        if (!type.getName().startsWith(OUR_PACKAGE)) {
            return "`" + type.getSimpleName() + "`";
        }
        // The agent's own are no API: what counts is what an application can catch.
        return "a subclass of `" + type.getSuperclass().getSimpleName() + "`";
    }
}
