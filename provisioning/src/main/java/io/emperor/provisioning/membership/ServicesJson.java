package io.emperor.provisioning.membership;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code services.json}: one object of products, of services, of lists of instances. As
 * serf-handler writes it, in ASCII: keys sorted, four blanks a level, a blank after a colon, a line
 * feed at the end. An address of IPv6 has no brackets. Without any product it is <code>{}</code>.
 *
 * <pre>
 * {
 *     "shop": {
 *         "web": [
 *             {
 *                 "addr": "10.0.0.1",
 *                 "name": "node-1",
 *                 "port": 8080
 *             }
 *         ]
 *     }
 * }
 * </pre>
 */
final class ServicesJson {

  private static final String INDENT = " ".repeat(4);

  private ServicesJson() {}

  static String of(Products products) {
    return object(products.services(), "", ServicesJson::services) + "\n";
  }

  private interface Text<T> {
    String of(T value, String indent);
  }

  private static String services(
      Map<String, ? extends Collection<ServiceInstance>> services, String indent) {
    return object(services, indent, ServicesJson::instances);
  }

  private static String instances(Collection<ServiceInstance> instances, String indent) {
    String deeper = indent + INDENT;
    return instances.stream()
        .map(instance -> "\n" + deeper + instance(instance, deeper))
        .collect(Collectors.joining(",", "[", "\n" + indent + "]"));
  }

  private static String instance(ServiceInstance instance, String indent) {
    String deeper = "\n" + indent + INDENT;
    return "{"
        + (deeper + "\"addr\": \"" + instance.address() + "\",")
        + (deeper + "\"name\": " + QuotedText.json(instance.name()) + ",")
        + (deeper + "\"port\": " + instance.port())
        + ("\n" + indent + "}");
  }

  private static <T> String object(Map<String, T> map, String indent, Text<? super T> text) {
    String deeper = indent + INDENT;
    return map.isEmpty()
        ? "{}"
        : map.entrySet().stream()
            .map(
                each ->
                    "\n"
                        + deeper
                        + QuotedText.json(each.getKey())
                        + ": "
                        + text.of(each.getValue(), deeper))
            .collect(Collectors.joining(",", "{", "\n" + indent + "}"));
  }
}
