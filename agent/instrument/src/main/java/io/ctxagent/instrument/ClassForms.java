package io.ctxagent.instrument;

import io.ctxagent.instrument.cache.WovenCache;
import io.ctxagent.instrument.callsite.ConstantPool;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Keeps a class in the form in which the next start will meet it, where this one has met it in another. Thread-safe. */
final class ClassForms {

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final Plan plan;
    private final WovenCache cache;
    private final ApplicationClasses application;

    ClassForms(Plan plan, WovenCache cache, ApplicationClasses application) {
        this.plan = plan;
        this.cache = cache;
        this.application = application;
    }

    /**
     * Keeps the form in which the next start will meet this class of the list: it was loaded by Byte Buddy, without which it comes
     * as it lies in the JDK and not as the JVM puts it together for a class that is loaded already.
     */
    void keepAsFile(Class<?> type) {
        try (InputStream in = type.getModule().getResourceAsStream(internalName(type) + ".class")) {
            if (in != null) {
                keepAs(type, in.readAllBytes());
            }
        } catch (IOException e) {
            // Then the next start weaves it.
        }
    }

    /** The same for one that was put off: its second retransformation begins with other bytes than its first one did. */
    void keepAs(Class<?> type, byte[] classFile) {
        String internalName = internalName(type);
        ClassLoader loader = type.getClassLoader();
        try {
            if (ofJdk(loader) && cache.find(internalName, classFile) == null) {
                HookPlan made = plan.get();
                cache.add(made.classes().weave(internalName, classFile, made.hooks(internalName)));
            } else if (!ofJdk(loader)) {
                int concern = application.concern(new ConstantPool(classFile), loader, internalName, type, classFile);
                if (cache.find(ApplicationClasses.key(concern, internalName), classFile) == null) {
                    cache.add(application.weave(loader, internalName, classFile, concern));
                }
            }
        } catch (Throwable failure) {
            // Then the next start weaves it.
        }
    }

    static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /** The HTTP client is in a module of the platform loader. */
    static boolean ofJdk(@Nullable ClassLoader loader) {
        return loader == null || loader == PLATFORM;
    }
}
