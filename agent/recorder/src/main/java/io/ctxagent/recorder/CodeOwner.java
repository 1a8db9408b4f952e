package io.ctxagent.recorder;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whose code a class is: the application's, or that of what surrounds it. */
final class CodeOwner {

    /** Ours. Named one by one, so that samples and tests below {@code io.ctxagent} count as applications. */
    private static final List<String> AGENT = List.of(
            "io.ctxagent.context.", // first, because creation sites meet it most
            "io.ctxagent.boot.",
            "io.ctxagent.instrument.",
            "io.ctxagent.javaagent.",
            "io.ctxagent.junit.",
            "io.ctxagent.model.",
            "io.ctxagent.recorder.",
            "io.ctxagent.report.");

    /** What runs tests or debugs: at the bottom of a stack in CI and not in production. */
    private static final List<String> TOOLS = List.of(
            "com.intellij.rt.",
            "org.apache.maven.surefire.",
            "org.eclipse.jdt.internal.junit",
            "org.gradle.",
            "org.jacoco.agent.",
            "org.junit.",
            "worker.org.gradle.");

    /** Between the application's call and the socket: drivers and the pools that wrap their statements. */
    private static final List<String> DATABASE = List.of(
            "com.microsoft.sqlserver.jdbc.",
            "com.mchange.v2.",
            "com.mysql.cj.",
            "com.zaxxer.hikari.",
            "oracle.jdbc.",
            "oracle.net.",
            "org.apache.commons.dbcp2.",
            "org.apache.derby.",
            "org.apache.tomcat.jdbc.",
            "org.h2.",
            "org.hsqldb.",
            "org.mariadb.jdbc.",
            "org.postgresql.",
            "org.sqlite.");

    private CodeOwner() {}

    /** A class of a module of the JDK; a frame carries its module's name. */
    static boolean isJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** The same for a class known by its name alone: in a package of one of the JDK's modules. */
    static boolean isJdk(String className) {
        int dot = className.lastIndexOf('.');
        return dot > 0 && JdkPackages.NAMES.contains(className.substring(0, dot));
    }

    static boolean isAgent(String className) {
        return className.startsWith("io.ctxagent.") && startsWithOne(className, AGENT);
    }

    static boolean isTool(String className) {
        return startsWithOne(className, TOOLS);
    }

    static boolean isDatabase(String className) {
        return startsWithOne(className, DATABASE);
    }

    /**
     * The application's code, libraries included. The class that the JDK makes for a lambda is not: JDK 17 shows its frame and
     * later ones hide it, and a bug has one fingerprint on both.
     */
    static boolean isApplication(StackTraceElement frame) {
        String type = frame.getClassName();
        return !isJdk(frame) && !isAgent(type) && !isTool(type) && !type.contains("$$Lambda");
    }

    private static boolean startsWithOne(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Filled when the first name is asked for. */
    private static final class JdkPackages {
        static final Set<String> NAMES = names();

        private static Set<String> names() {
            Set<String> names = new HashSet<>();
            for (Module module : ModuleLayer.boot().modules()) {
                if (module.getName().startsWith("java.") || module.getName().startsWith("jdk.")) {
                    names.addAll(module.getPackages());
                }
            }
            return names;
        }
    }
}
