package io.ctxagent.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A format and where it goes.
 *
 * @param file null for standard output
 */
record FormatTo(LeakFormat format, @Nullable Path file) {

    /** Between two of them; a comma that no format follows is part of a file's name. */
    static final String SEPARATOR = ",(?=(?:text|json|sarif|junit|github|gitlab|html|md)(?:[=,]|$))";

    /** What shells complete. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(LeakFormat.values()).map(Enum::name).iterator();
        }
    }

    /** Reads {@code json}, {@code json=FILE} and, for standard output, {@code json=-}. */
    static final class Converter implements ITypeConverter<FormatTo> {
        @Override
        public FormatTo convert(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            for (LeakFormat format : LeakFormat.values()) {
                if (format.name().equals(name)) {
                    return new FormatTo(format, equals < 0 ? null : file(text.substring(equals + 1)));
                }
            }
            String all = Arrays.stream(LeakFormat.values()).map(Enum::name).collect(Collectors.joining(", "));
            throw new TypeConversionException("'" + name + "' is not a format: expected one of " + all);
        }

        private static @Nullable Path file(String text) {
            if (text.equals("-")) {
                return null;
            }
            try {
                if (!text.isEmpty()) {
                    return Path.of(text);
                }
            } catch (InvalidPathException e) {
                // Said below.
            }
            throw new TypeConversionException("'" + text + "' is no file name");
        }
    }
}
