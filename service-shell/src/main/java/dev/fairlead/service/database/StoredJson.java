package dev.fairlead.service.database;

import dev.fairlead.service.json.LenientJson;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;
import org.hibernate.type.format.jackson.Jackson3JsonFormatMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * How entities keep JSON. By itself Hibernate refuses a field that it does not know: after a newer version stored one, an older
 * one that runs beside it or comes back could not read what operators want any more.
 */
public final class StoredJson implements FormatMapper {

    private final Jackson3JsonFormatMapper mapper =
            new Jackson3JsonFormatMapper(LenientJson.of(JsonMapper.builder().build()));

    @Override
    public <T> T fromString(CharSequence text, JavaType<T> type, WrapperOptions options) {
        return mapper.fromString(text, type, options);
    }

    @Override
    public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
        return mapper.toString(value, type, options);
    }
}
