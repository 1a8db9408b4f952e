package io.ctxagent.model.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Words as they stand in a document, quoted and in UTF-8. A word is kept when it comes for the second time and no other has had its
 * place meanwhile; so what comes once leaves nothing behind, however much of that there is. Not thread-safe.
 */
final class KnownWords {

    private static final int PLACES = 256;

    private final @Nullable String[] seen = new @Nullable String[PLACES];
    private final @Nullable SerializedString[] kept = new @Nullable SerializedString[PLACES];

    /** Null for one that is not kept yet. */
    @Nullable
    SerializableString known(String word) {
        int hash = word.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        SerializedString known = kept[place];
        if (known != null && known.getValue().equals(word)) {
            return known;
        }
        if (!word.equals(seen[place])) {
            seen[place] = word;
            return null;
        }
        String text = JsonPush.wellFormed(word);
        if (!text.equals(word)) {
            return null;
        }
        known = new SerializedString(text);
        kept[place] = known;
        return known;
    }
}
