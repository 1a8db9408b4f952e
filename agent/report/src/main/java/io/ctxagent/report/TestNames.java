package io.ctxagent.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tests as people call them; a finding has their unique ids, which are long. */
public final class TestNames {

    private static final Pattern SEGMENT = Pattern.compile("\\[([a-z-]+):([^\\[\\]]*)\\]");

    private TestNames() {}

    /**
     * {@code shop.CacheTest.starts()} of {@code [engine:junit-jupiter]/[class:shop.CacheTest]/[method:starts()]}; what does not
     * look like a unique id stays as it is.
     */
    public static String of(String id) {
        if (!id.startsWith("[engine:")) {
            return id;
        }
        StringBuilder name = new StringBuilder();
        for (Matcher segment = SEGMENT.matcher(id); segment.find(); ) {
            String value = segment.group(2);
            switch (segment.group(1)) {
                case "engine" -> {}
                case "class" -> name.append(value);
                case "nested-class" -> name.append('$').append(value);
                case "method", "test-template", "test-factory" ->
                    name.append('.').append(value);
                default -> name.append('[').append(value).append(']');
            }
        }
        return name.isEmpty() ? id : name.toString();
    }

    /** All of them, in their order. */
    public static List<String> of(List<String> ids) {
        return ids.stream().map(TestNames::of).toList();
    }
}
