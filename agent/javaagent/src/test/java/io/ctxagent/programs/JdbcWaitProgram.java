package io.ctxagent.programs;

import java.util.List;

/**
 * Each case of {@link JdbcWaitCases} under a context that ends: {@code <databases> <triggers> <kinds of thread>}, each a list
 * with commas. Prints {@code database|trigger|kind|} and what {@link WakeProgram} prints.
 */
public final class JdbcWaitProgram {

    private JdbcWaitProgram() {}

    public static void main(String[] args) throws Exception {
        for (String database : args[0].split(",")) {
            if (!args[1].equals("control")) {
                // Once for the classes that the first of its kind loads; what is timed is a wake, not a class loader.
                for (BlockingCase blocking : JdbcWaitCases.of(database)) {
                    WakeProgram.run(blocking, "done", "platform");
                }
            }
            for (String kind : args[2].split(",")) {
                for (String trigger : args[1].split(",")) {
                    List<BlockingCase> cases = JdbcWaitCases.of(database);
                    for (BlockingCase blocking : cases) {
                        System.out.println(
                                String.join("|", database, trigger, kind, WakeProgram.run(blocking, trigger, kind)));
                    }
                }
            }
        }
        System.out.println("END");
        System.exit(0);
    }
}
