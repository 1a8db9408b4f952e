package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /orders}: what a request is called in the tree. Of what a client sends, so nothing in it is trusted. Made when somebody
 * looks: most requests are over before anybody does. Immutable.
 */
final class RequestNames {

    private static final int LONGEST_METHOD = 20;
    private static final int LONGEST = 128;
    private static final String CUT = "...";
    private static final String HEX = "0123456789abcdef";

    private final @Nullable String method;
    private final @Nullable String path;

    private RequestNames(@Nullable String method, @Nullable String path) {
        this.method = method;
        this.path = path;
    }

    /** What prints {@link #of}; it keeps nothing that is much longer. */
    static Object later(@Nullable String method, @Nullable String path) {
        boolean small = (method == null || method.length() <= LONGEST) && (path == null || path.length() <= LONGEST);
        return small ? new RequestNames(method, path) : of(method, path);
    }

    @Override
    public String toString() {
        return of(method, path);
    }

    /**
     * Without the query and without parameters of path segments ({@code ;jsessionid=...}), which may be secret; characters that
     * could steer a terminal are escaped.
     */
    static String of(@Nullable String method, @Nullable String path) {
        if (method != null
                && path != null
                && isPlain(method, LONGEST_METHOD)
                && isPlain(path, LONGEST - LONGEST_METHOD - 1)) {
            return method.concat(" ").concat(path);
        }
        StringBuilder name = new StringBuilder();
        append(name, method == null ? "?" : method, LONGEST_METHOD, false);
        name.append(' ');
        append(name, path == null || path.isEmpty() ? "/" : path, LONGEST, true);
        return name.toString();
    }

    /** Whether all of it can be shown as it is; of nearly all requests. */
    private static boolean isPlain(String text, int longest) {
        int length = text.length();
        if (length == 0 || length > longest) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            char c = text.charAt(at);
            if (c < ' ' || c >= 0x7F || c == '?' || c == '#' || c == ';') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder name, String text, int longest, boolean path) {
        boolean parameter = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (path && (c == '?' || c == '#')) {
                return;
            }
            parameter = path && (parameter ? c != '/' : c == ';');
            if (parameter) {
                continue;
            }
            if (name.length() >= longest) {
                name.append(CUT);
                return;
            }
            if (plain(c)) {
                name.append(c);
            } else {
                name.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    name.append(HEX.charAt(c >> shift & 0xF));
                }
            }
        }
    }

    private static boolean plain(char c) {
        if (c >= ' ' && c < 0x7F) {
            return true;
        }
        switch (Character.getType(c)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
            case Character.SURROGATE:
            case Character.PRIVATE_USE:
            case Character.UNASSIGNED:
                return false;
            default:
                return true;
        }
    }
}
