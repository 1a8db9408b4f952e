package io.ctxagent.javaagent;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Which overload a frame of a stack is in: a frame has no parameters, but a line, and no two methods share one. */
final class CodeLines {

    private static final Map<String, CodeLines> KNOWN = new HashMap<>();

    private final Map<String, Map<String, Set<Integer>>> methods = new HashMap<>();

    private CodeLines() {}

    /** Descriptors of the methods of that name that have the line; of all that have no line at all where it is none. */
    static Set<String> descriptors(String type, String method, int line) {
        Set<String> found = new HashSet<>();
        KNOWN.computeIfAbsent(type, CodeLines::read)
                .methods
                .getOrDefault(method, Map.of())
                .forEach((descriptor, lines) -> {
                    if (line > 0 ? lines.contains(line) : lines.isEmpty()) {
                        found.add(descriptor);
                    }
                });
        return found;
    }

    private static CodeLines read(String type) {
        CodeLines lines = new CodeLines();
        try (InputStream in = classFile(type)) {
            if (in != null) {
                new ClassReader(in).accept(lines.new Reader(), ClassReader.SKIP_FRAMES);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return lines;
    }

    private static InputStream classFile(String type) throws IOException {
        String resource = type.replace('.', '/') + ".class";
        Class<?> known = loaded(type);
        return known != null && known.getModule().isNamed()
                ? known.getModule().getResourceAsStream(resource)
                : ClassLoader.getSystemResourceAsStream(resource);
    }

    /** Null for one that the other JVM has made. */
    static Class<?> loaded(String type) {
        try {
            return Class.forName(type, false, CodeLines.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private final class Reader extends ClassVisitor {

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            Set<Integer> lines = new HashSet<>();
            methods.computeIfAbsent(name, key -> new HashMap<>()).put(descriptor, lines);
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitLineNumber(int line, Label start) {
                    lines.add(line);
                }
            };
        }
    }
}
