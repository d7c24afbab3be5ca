package dev.fairlead.service.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Walks a record's JSON and its type side by side, and finds the objects that are records and the texts that are constants. */
final class WireWalk {

    private final Map<ObjectNode, Class<?>> records = new IdentityHashMap<>();
    private final List<Constant> constants = new ArrayList<>();

    private WireWalk() {}

    static WireWalk of(Type type, JsonNode json) {
        WireWalk walk = new WireWalk();
        walk.walk(type, Map.of(), json, text -> {});
        return walk;
    }

    /** Whether the record is written as one text. */
    static boolean isText(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getDeclaredFields()), Arrays.stream(type.getDeclaredMethods()))
                .anyMatch(member -> member.isAnnotationPresent(JsonValue.class));
    }

    private void walk(Type type, Map<TypeVariable<?>, Type> bound, @Nullable JsonNode json, Consumer<String> replace) {
        if (json == null || json.isNull()) {
            return;
        }
        switch (type) {
            case TypeVariable<?> variable -> walk(bound.getOrDefault(variable, Object.class), bound, json, replace);
            case ParameterizedType generic -> walkGeneric(generic, bound, json);
            case Class<?> plain when plain.isEnum() -> constants.add(new Constant(replace));
            case Class<?> plain
            when plain.isRecord() && json instanceof ObjectNode object -> walkRecord(plain, bound, object);
            default -> {}
        }
    }

    private void walkGeneric(ParameterizedType type, Map<TypeVariable<?>, Type> bound, JsonNode json) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (json instanceof ObjectNode object && raw.isRecord()) {
            Map<TypeVariable<?>, Type> inner = new HashMap<>(bound);
            for (int i = 0; i < raw.getTypeParameters().length; i++) {
                inner.put(raw.getTypeParameters()[i], type.getActualTypeArguments()[i]);
            }
            walkRecord(raw, inner, object);
        } else {
            json.forEach(element -> walk(last, bound, element, text -> {}));
        }
    }

    private void walkRecord(Class<?> type, Map<TypeVariable<?>, Type> bound, ObjectNode object) {
        records.put(object, type);
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            walk(component.getGenericType(), bound, object.get(name), text -> object.put(name, text));
        }
    }

    /** Adds a field of a newer version to each object that is a record. */
    int addUnknownFields() {
        records.keySet()
                .forEach(object ->
                        object.putObject("ofANewerVersion").putArray("more").add(1));
        return records.size();
    }

    void visitRecords(Consumer<String> visitor) {
        records.values().forEach(type -> visitor.accept(type.getTypeName()));
    }

    int constants() {
        return constants.size();
    }

    void replaceConstant(int index) {
        constants.get(index).replace.accept("of-a-newer-version");
    }

    private record Constant(Consumer<String> replace) {}
}
