package io.ctxagent.report;

import java.util.ArrayList;
import java.util.List;

/** Small things about English and lines. */
public final class Words {

    private Words() {}

    /** {@code 1 thread}, {@code 2 threads}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Breaks at spaces, so that no line is longer than {@code width} unless one word is. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** {@link #wrap} with words broken that are longer: a place in the code is one long word, and its end is what matters. */
    static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String line : wrap(text, width)) {
            for (int at = 0; at == 0 || at < line.length(); at += width) {
                lines.add(line.substring(at, Math.min(line.length(), at + width)));
            }
        }
        return lines;
    }

    /** The first {@code most} of them, and how many more there are. */
    public static String some(List<?> things, int most) {
        StringBuilder some = new StringBuilder();
        for (int i = 0; i < Math.min(most, things.size()); i++) {
            some.append(i == 0 ? "" : ", ").append(SafeText.of(String.valueOf(things.get(i))));
        }
        if (things.size() > most) {
            some.append(" and ").append(things.size() - most).append(" more");
        }
        return some.toString();
    }
}
