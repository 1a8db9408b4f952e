package io.ctxagent.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The rules that a test may break: its own and those of the classes around it. */
final class Allowances {

    private static final Pattern RULE = Pattern.compile("CTX\\d{3}");

    private static final AllowContextLeak[] NONE = {};

    private Allowances() {}

    /**
     * @param outside those of what is around it
     */
    static Set<String> of(ExtensionContext test, Set<String> outside) {
        AnnotatedElement element = test.getElement().orElse(null);
        AllowContextLeak[] own = element == null ? NONE : element.getAnnotationsByType(AllowContextLeak.class);
        if (own.length == 0) {
            return outside;
        }
        Set<String> rules = new HashSet<>(outside);
        for (AllowContextLeak allowed : own) {
            if (!RULE.matcher(allowed.rule()).matches()) {
                throw new ExtensionConfigurationException("@AllowContextLeak on " + element + ": \"" + allowed.rule()
                        + "\" is not the id of a rule such as CTX104");
            }
            if (allowed.reason().isBlank()) {
                throw new ExtensionConfigurationException(
                        "@AllowContextLeak on " + element + ": a reason has to be given for " + allowed.rule());
            }
            rules.add(allowed.rule());
        }
        return rules;
    }
}
