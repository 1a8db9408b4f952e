package io.ctxagent.report.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in the code a site is: {@code shop.Orders$Row.read(Orders.java:42)}.
 *
 * @param path relative to the repository, with slashes; a guess from package and file name where the tree does not have it
 * @param line 1 where the site does not say
 * @param method {@code shop.Orders$Row.read}
 */
record CodePlace(String path, int line, String method) {

    /** Class and method, file, line; the last two are not always there. */
    private static final Pattern SITE = Pattern.compile("([^()]+)\\(([^():]+)(?::(\\d{1,9}))?\\)");

    /** What a frame without a file has in its brackets. */
    private static final Pattern NO_FILE = Pattern.compile("Unknown Source|Native Method|<generated>");

    private static final String UNKNOWN = "unknown";

    static CodePlace of(@Nullable String site, SourceTree tree) {
        if (site == null) {
            return new CodePlace(UNKNOWN, 1, UNKNOWN);
        }
        Matcher matcher = SITE.matcher(site);
        if (!matcher.matches() || NO_FILE.matcher(matcher.group(2)).matches()) {
            int bracket = site.indexOf('(');
            return new CodePlace(UNKNOWN, 1, bracket < 0 ? site : site.substring(0, bracket));
        }
        String method = matcher.group(1);
        String file = packageOf(method).replace('.', '/') + matcher.group(2);
        String line = matcher.group(3);
        return new CodePlace(tree.locate(file), line == null ? 1 : Math.max(1, Integer.parseInt(line)), method);
    }

    /** {@code shop.} of {@code shop.Orders$Row.read}. */
    private static String packageOf(String method) {
        int name = method.lastIndexOf('.');
        int type = name < 0 ? -1 : method.lastIndexOf('.', name - 1);
        return method.substring(0, type + 1);
    }
}
