package io.ctxagent.instrument;

import io.ctxagent.instrument.callsite.ClassHeader;
import io.ctxagent.instrument.callsite.ConstantPool;
import io.ctxagent.instrument.family.JdbcFamily;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells classes of drivers and pools from all others, while they are loaded, in three steps: one walk over the constants
 * passes over nearly every class; the header says whether it declares such a method; what it extends and implements is
 * followed, through the headers of classes that are not loaded yet, to a type of {@code java.sql}. Some drivers and pools
 * have such methods in a class that is of no such type, and only its subclasses are (sqlite-jdbc's {@code JDBC3Statement},
 * Tomcat's {@code DataSourceProxy}): what the methods give tells. Thread-safe.
 */
final class DriverClasses {

    private static final Set<String> TYPES = Set.of(
            "java/sql/Statement",
            "java/sql/PreparedStatement",
            "java/sql/CallableStatement",
            "java/sql/ResultSet",
            "java/sql/Connection",
            "java/sql/Driver",
            "javax/sql/DataSource",
            "javax/sql/XADataSource",
            "javax/sql/ConnectionPoolDataSource");

    /** Names that mean JDBC in a class that does not mention SQLException; {@code next} and {@code close} do not. */
    private static final String[] TELLING = {
        "executeQuery",
        "executeUpdate",
        "executeLargeUpdate",
        "executeBatch",
        "executeLargeBatch",
        "getConnection",
        "commit",
        "rollback"
    };

    /** With these results, no class has them that is not JDBC's or at least close to it. */
    private static final Set<String> GIVING = Set.of("executeQuery", "getConnection", "getMetaData");

    private static final Set<String> GIVEN =
            Set.of("Ljava/sql/ResultSet;", "Ljava/sql/Connection;", "Ljava/sql/ResultSetMetaData;");

    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /** What is to be woven into this class; empty for nearly all. */
    List<JdbcHook> hooks(ConstantPool pool, String internalName, byte[] classFile, @Nullable ClassLoader loader) {
        if (internalName.equals(JdbcFamily.LAZY_RESULT)) {
            return List.of(JdbcFamily.LAZY_ROWS);
        }
        if (!pool.containsAny("java/sql/SQLException", TELLING)) {
            return List.of();
        }
        ClassHeader header = new ClassHeader(classFile);
        boolean driver = header.declaresAny(Methods.ALL) && (leads(header, loader) || mayHaveSuchSubclasses(header));
        return driver ? JdbcFamily.DRIVER_HOOKS : List.of();
    }

    /** Not a class that says itself what else it is: of {@code DatabaseMetaData}, which has a {@code getConnection} too. */
    private static boolean mayHaveSuchSubclasses(ClassHeader header) {
        for (String implemented : header.interfaces()) {
            if (implemented.startsWith("java/sql/")) {
                return false;
            }
        }
        return header.declaresAny(GIVING, GIVEN);
    }

    private boolean leads(ClassHeader header, @Nullable ClassLoader loader) {
        for (String implemented : header.interfaces()) {
            if (leads(implemented, loader)) {
                return true;
            }
        }
        String superclass = header.superclass();
        return superclass != null && leads(superclass, loader);
    }

    private boolean leads(String name, @Nullable ClassLoader loader) {
        if (TYPES.contains(name)) {
            return true;
        }
        if (name.startsWith("java/") || name.startsWith("javax/")) {
            return false;
        }
        String key = name + '@' + System.identityHashCode(loader);
        Boolean answer = known.get(key);
        if (answer == null) {
            byte[] classFile = read(name, loader);
            // Made at run time, and nobody can say what it is: the advice asks the object.
            answer = classFile == null || leads(new ClassHeader(classFile), loader);
            known.put(key, answer);
        }
        return answer;
    }

    private static byte @Nullable [] read(String name, @Nullable ClassLoader loader) {
        if (loader == null) {
            return null;
        }
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Apart, because a start without a driver does not load the hooks. */
    private static final class Methods {

        static final Set<String> ALL = new HashSet<>();

        static {
            // In the agent's start path, where a stream would cost the start of lambdas.
            for (JdbcHook hook : JdbcFamily.DRIVER_HOOKS) {
                ALL.addAll(hook.methods());
            }
        }

        private Methods() {}
    }
}
