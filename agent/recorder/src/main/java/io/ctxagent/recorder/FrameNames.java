package io.ctxagent.recorder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Frames as text: for people with the line, for fingerprints without anything that a rebuild changes. */
final class FrameNames {

    /**
     * {@code shop.Main$$Lambda/0x00007f}, {@code shop.Main$$Lambda$14/0x08}, {@code $$SpringCGLIB$$0}; a mock or proxy of Byte
     * Buddy's has a suffix by chance.
     */
    private static final Pattern GENERATED_CLASS = Pattern.compile(
            "(\\$\\$.*|/0x[0-9a-f]+.*|\\$(?:ByteBuddy|MockitoMock|HibernateProxy|HibernateInstantiator)\\$.*)$");

    /** {@code $Proxy12}, {@code Orders$1}, {@code Orders$1Row}. */
    private static final Pattern CLASS_NUMBER = Pattern.compile("(\\$(?:Proxy)?)\\d+");

    /** {@code lambda$find$7} of javac, {@code find$lambda$7} of Kotlin, {@code $anonfun$find$7} of Scala. */
    private static final Pattern LAMBDA_METHOD =
            Pattern.compile("^(?:lambda\\$(.+)\\$\\d+|(.+)\\$lambda\\$\\d+|\\$anonfun\\$(.+)\\$\\d+(?:\\$adapted)?)$");

    private FrameNames() {}

    /** {@code shop.Orders.find(Orders.java:42)}. */
    static String site(StackTraceElement frame) {
        return site(frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }

    static String site(String className, String method, @Nullable String file, int line) {
        StringBuilder text =
                new StringBuilder(className).append('.').append(method).append('(');
        text.append(file == null ? "Unknown Source" : file);
        if (file != null && line >= 0) {
            text.append(':').append(line);
        }
        return text.append(')').toString();
    }

    /** The first frame of a site; {@code stacks=full} has several, the caller's after the callee's. */
    static @Nullable String firstOf(@Nullable String site) {
        if (site == null) {
            return null;
        }
        int next = site.indexOf(" < ");
        return next < 0 ? site : site.substring(0, next);
    }

    /** The class of a site, {@code shop.Orders}. */
    static String classOf(String site) {
        int bracket = site.indexOf('(');
        String method = bracket < 0 ? site : site.substring(0, bracket);
        int dot = method.lastIndexOf('.');
        return dot < 0 ? method : method.substring(0, dot);
    }

    /** {@code shop.Orders#find}: stays the same over line shifts, renumbered lambdas and proxies. */
    static String normalised(String site) {
        int bracket = site.indexOf('(');
        String method = bracket < 0 ? site : site.substring(0, bracket);
        String className = classOf(site);
        String name = method.substring(Math.min(method.length(), className.length() + 1));
        return normalisedClass(className) + "#" + normalisedMethod(name);
    }

    private static String normalisedClass(String name) {
        // Of most names nothing has to go, and the patterns cost a microsecond.
        if (name.indexOf('$') < 0 && name.indexOf('/') < 0) {
            return name;
        }
        return CLASS_NUMBER
                .matcher(GENERATED_CLASS.matcher(name).replaceFirst(""))
                .replaceAll("$1");
    }

    private static String normalisedMethod(String name) {
        String method = name;
        if (name.indexOf('$') >= 0) {
            method = withoutLambdas(name);
        }
        return switch (method) {
            case "new" -> "<init>";
            case "static" -> "<clinit>";
            default -> method;
        };
    }

    private static String withoutLambdas(String name) {
        String method = name;
        // A lambda within a lambda has both numbers in its name.
        for (Matcher lambda = LAMBDA_METHOD.matcher(method); lambda.matches(); lambda = LAMBDA_METHOD.matcher(method)) {
            method = lambda.replaceFirst("$1$2$3");
        }
        return method;
    }

    /** {@code java.util.concurrent.LinkedBlockingQueue.take} as {@code LinkedBlockingQueue.take}. */
    static String withoutPackage(String call) {
        int method = call.lastIndexOf('.');
        int dot = method < 0 ? -1 : call.lastIndexOf('.', method - 1);
        return call.substring(dot + 1).replace('$', '.');
    }
}
