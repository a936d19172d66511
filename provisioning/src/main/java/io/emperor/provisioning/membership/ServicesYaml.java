package io.emperor.provisioning.membership;

import java.util.regex.Pattern;

/**
 * {@code services.yml}: the same as {@link ServicesJson}, with serf-handler's blanks. A name stands
 * as it is if it begins with a letter, goes on with letters, digits, {@code .}, {@code _} and
 * {@code -}, and is no word that YAML takes for a truth or for nothing; any other, and an address
 * of IPv6, stands between double quotes. In ASCII, a line feed ends each line. Without any product
 * it is <code>{}</code>.
 *
 * <pre>
 * shop :
 *     web :
 *         - name : node-1
 *           port : 8080
 *           addr : 10.0.0.1
 * </pre>
 */
final class ServicesYaml {

  /** What YAML 1.1 reads as something else counts, too: half of its readers are that old. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:true|false|yes|no|on|off|y|n|null)$)[A-Za-z][A-Za-z0-9._-]*");

  private ServicesYaml() {}

  static String of(Products products) {
    StringBuilder yaml = new StringBuilder();
    products
        .services()
        .forEach(
            (product, services) -> {
              yaml.append(scalar(product)).append(" :\n");
              services.forEach(
                  (service, instances) -> {
                    yaml.append("    ").append(scalar(service)).append(" :\n");
                    instances.forEach(instance -> append(yaml, instance));
                  });
            });
    return yaml.isEmpty() ? "{}\n" : yaml.toString();
  }

  private static void append(StringBuilder yaml, ServiceInstance instance) {
    String address = instance.address().toString();
    yaml.append("        - name : ").append(scalar(instance.name()));
    yaml.append("\n          port : ").append(instance.port());
    yaml.append("\n          addr : ");
    yaml.append(instance.address().isIpv6() ? QuotedText.yaml(address) : address).append('\n');
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() ? text : QuotedText.yaml(text);
  }
}
