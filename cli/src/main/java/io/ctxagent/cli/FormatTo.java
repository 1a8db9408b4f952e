package io.ctxagent.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A format and where it goes.
 *
 * @param file null for standard output
 */
record FormatTo(Format format, @Nullable Path file) {

    /** Reads {@code json} and {@code json=FILE}. */
    static final class Converter implements ITypeConverter<FormatTo> {
        @Override
        public FormatTo convert(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            for (Format format : Format.values()) {
                if (format.name().equals(name)) {
                    return new FormatTo(format, equals < 0 ? null : Path.of(text.substring(equals + 1)));
                }
            }
            throw new TypeConversionException("'" + name + "' is not a format: expected one of text, json");
        }
    }
}
