package io.ctxagent.instrument;

import java.lang.reflect.Field;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Cancels statements of H2, and takes a cancel back. {@code JdbcStatement.cancel} reads which command runs and then says that none
 * does: where none has begun, and one begins in between, that one is out of reach of every later cancel. So it is called only
 * where one runs. {@code Command.cancel} sets a flag that only a check of the running command clears; when the
 * command ended without one, the flag waits for the next execution of the same SQL on that connection, because commands
 * are cached by their text ({@code Command}, {@code SessionLocal.prepareLocal}, read in 2.2.224 and 2.4.240).
 * Fields of the driver's own, so a version that names them otherwise is cancelled blindly and keeps its flag.
 */
final class H2Cancel {

    private static final String STATEMENT = "org.h2.jdbc.JdbcStatement";
    private static final String COMMAND = "org.h2.command.Command";

    private H2Cancel() {}

    /**
     * Cancels {@code statement}, whosever it is, where there is something to cancel.
     *
     * @return the command that was marked, to be given to {@link #clear} when the call is over; null where there is none
     */
    static @Nullable Object cancel(Statement statement) throws SQLException {
        Class<?> type = ServerCancel.named(STATEMENT, statement.getClass());
        Object command = null;
        try {
            command = type == null ? null : field(type, "executingCommand").get(statement);
            if (type != null && command == null) {
                return null; // it has not begun, or knows already
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // another version of H2
        }
        statement.cancel();
        return command == null || ServerCancel.named(COMMAND, command.getClass()) == null ? null : command;
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
