package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.GlobalContext;
import io.pebbletemplates.pebble.template.MacroAttributeProvider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands after a dot: entries of maps and lists, and macros. No method of any object. */
final class Attributes implements AttributeResolver {

  @Override
  public @Nullable ResolvedAttribute resolve(
      Object instance,
      @Nullable Object name,
      Object @Nullable [] values,
      ArgumentsNode arguments,
      EvaluationContextImpl context,
      String file,
      int line) {
    if (instance instanceof MacroAttributeProvider macros && arguments != null) {
      return new ResolvedAttribute(
          macros.macro(context, Values.text(name), arguments, false, line));
    }
    if (values != null) {
      throw new RefusedException("calls a method of a value; use a filter or a function");
    }
    if (instance instanceof ForNode.LoopVariables loop) {
      return loop(loop, Values.text(name));
    }
    if (instance instanceof Map.Entry<?, ?> entry) {
      return entry(entry, Values.text(name));
    }
    if (instance instanceof List<?> list) {
      return name instanceof Number index ? entry(list, index.longValue()) : null;
    }
    return instance instanceof Map<?, ?> map && !(instance instanceof GlobalContext)
        ? entry(map, Values.text(name))
        : null;
  }

  private static @Nullable ResolvedAttribute entry(List<?> list, long index) {
    return index >= 0 && index < list.size() ? new ResolvedAttribute(list.get((int) index)) : null;
  }

  private static @Nullable ResolvedAttribute entry(Map<?, ?> map, String key) {
    if (map instanceof InputValues input) {
      return new ResolvedAttribute(input.needed(key));
    }
    return map.containsKey(key) ? new ResolvedAttribute(map.get(key)) : null;
  }

  private static @Nullable ResolvedAttribute entry(Map.Entry<?, ?> entry, String name) {
    return switch (name) {
      case "key" -> new ResolvedAttribute(entry.getKey());
      case "value" -> new ResolvedAttribute(entry.getValue());
      default -> null;
    };
  }

  private static @Nullable ResolvedAttribute loop(ForNode.LoopVariables loop, String name) {
    return switch (name) {
      case "index" -> new ResolvedAttribute(loop.getIndex());
      case "revindex" -> new ResolvedAttribute(loop.getRevindex());
      case "length" -> new ResolvedAttribute(loop.getLength());
      case "first" -> new ResolvedAttribute(loop.isFirst());
      case "last" -> new ResolvedAttribute(loop.isLast());
      default -> null;
    };
  }
}
