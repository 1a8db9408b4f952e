package io.ctxagent.instrument;

import java.lang.reflect.Field;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Takes a cancel back from H2. {@code Command.cancel} sets a flag that only a check of the running command clears; when the
 * command ended without one, the flag waits for the next execution of the same SQL on that connection, because commands
 * are cached by their text ({@code Command}, {@code SessionLocal.prepareLocal}, read in 2.2.224 and 2.4.240).
 * Fields of the driver's own, so a version that names them otherwise keeps its flag.
 */
final class H2Cancel {

    private static final String STATEMENT = "org.h2.jdbc.JdbcStatement";
    private static final String COMMAND = "org.h2.command.Command";

    private H2Cancel() {}

    /** The command that a cancel of {@code statement} would mark now; null when there is none. */
    static @Nullable Object command(Statement statement) {
        Class<?> type = ServerCancel.named(STATEMENT, statement.getClass());
        try {
            Object command =
                    type == null ? null : field(type, "executingCommand").get(statement);
            return command == null || ServerCancel.named(COMMAND, command.getClass()) == null ? null : command;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** The command has ended: whatever mark is left on it is nobody's. */
    static void clear(Object command) throws ReflectiveOperationException {
        Class<?> type = ServerCancel.named(COMMAND, command.getClass());
        if (type != null) {
            field(type, "cancel").setBoolean(command, false);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
