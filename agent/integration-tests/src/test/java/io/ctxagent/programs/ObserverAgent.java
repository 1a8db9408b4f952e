package io.ctxagent.programs;

import java.io.PrintWriter;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An agent that changes nothing and writes down what each class is: it has the loaded classes
 * retransformed and notes the bytes that come, the last of all transformers. Argument: the file to write.
 */
public final class ObserverAgent {

    private ObserverAgent() {}

    public static void agentmain(String file, Instrumentation instrumentation) throws Exception {
        Map<String, String> seen = new TreeMap<>();
        ClassFileTransformer observer = new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] classFile) {
                if (type != null && name != null) {
                    seen.put(name, Base64.getEncoder().encodeToString(classFile));
                }
                return null;
            }
        };
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (instrumentation.isModifiableClass(type) && concerns(type.getName())) {
                types.add(type);
            }
        }
        instrumentation.addTransformer(observer, true);
        instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
        instrumentation.removeTransformer(observer);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(file)))) {
            seen.forEach((name, bytes) -> out.println(name + " " + bytes));
        }
    }

    /** All but the agent's own and the library's, which are never woven. */
    private static boolean concerns(String name) {
        return !name.startsWith("io.ctxagent.") || name.startsWith("io.ctxagent.programs.");
    }
}
