package io.ctxagent.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 2s}, {@code 5m} or {@code 1h}. */
final class Durations implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        // Made here: most command lines give no duration, and a pattern takes longer to make than to use.
        Matcher matcher = Pattern.compile("(\\d{1,9})(ms|s|m|h)").matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration like 500ms, 2s, 5m or 1h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
