package io.emperor.provisioning.credential;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.YamlTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the maps {@code credentials} and {@code tls} of a file. What is wrong becomes problems. For
 * one thread.
 */
public final class CredentialsReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");
  private static final List<String> WORDS =
      Stream.of(CredentialPart.values()).map(CredentialPart::word).toList();

  private final YamlTree tree;
  private final List<String> problems;

  /**
   * Reads nothing yet.
   *
   * @param tree what is in the file
   * @param problems takes what is wrong, a line each
   */
  public CredentialsReader(YamlTree tree, List<String> problems) {
    this.tree = tree;
    this.problems = problems;
  }

  /** Those that can be used; none if there is no such key. */
  public CredentialPlans read() {
    List<CredentialPlan> all = plans();
    return new CredentialPlans(all, server(all));
  }

  private Optional<String> server(List<CredentialPlan> all) {
    JsonNode said = tree.root().path("tls");
    if (said.isMissingNode()) {
      return Optional.empty();
    }
    String name = said.path("certificate").asText();
    if (said.size() != 1 || name.isEmpty()) {
      problems.add(
          tree.place("/tls") + ": tls names no credential; write {certificate: NAME}, one of them");
      return Optional.empty();
    }
    Optional<String> found =
        all.stream()
            .filter(plan -> plan.keys().containsKey(CredentialPart.CERTIFICATE))
            .map(CredentialPlan::name)
            .filter(name::equals)
            .findFirst();
    if (found.isEmpty() && tree.root().path("credentials").path(name).path("key").isMissingNode()) {
      problems.add(
          tree.place("/tls/certificate")
              + ": tls.certificate "
              + SafeText.name(name)
              + " is no certificate among the credentials; write its name as it stands there");
    }
    return found;
  }

  private List<CredentialPlan> plans() {
    JsonNode said = tree.root().path("credentials");
    List<CredentialPlan> plans = new ArrayList<>();
    if (!said.isMissingNode() && !said.isObject()) {
      problems.add(
          tree.place("/credentials")
              + ": credentials is no map; write a name for each, and certificate and key below it");
    }
    for (Map.Entry<String, JsonNode> each : said.properties()) {
      plan(each.getKey(), each.getValue()).ifPresent(plans::add);
    }
    return plans;
  }

  private Optional<CredentialPlan> plan(String name, JsonNode map) {
    int before = problems.size();
    if (!NAME.matcher(name).matches()) {
      wrong(name, "", "is no name of a credential; write up to 64 letters, digits, _ and -");
    }
    if (!map.isObject()) {
      wrong(name, "", "is no credential; write a map with the keys certificate and key");
      return Optional.empty();
    }
    Map<CredentialPart, String> keys = new EnumMap<>(CredentialPart.class);
    for (Map.Entry<String, JsonNode> each : map.properties()) {
      key(name, each.getKey(), each.getValue(), keys);
    }
    if (problems.size() == before) {
      requireParts(name, keys);
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new CredentialPlan(name, keys));
  }

  private void key(String name, String word, JsonNode said, Map<CredentialPart, String> keys) {
    Optional<CredentialPart> known =
        Arrays.stream(CredentialPart.values()).filter(part -> part.word().equals(word)).findFirst();
    if (known.isEmpty()) {
      wrong(name, word, "is no key of a credential; " + NearestName.remedy(word, WORDS));
    } else if (!said.isTextual() || said.textValue().isBlank()) {
      wrong(name, word, "is no text; write a key of Consul, such as pki/shop/" + word);
    } else {
      keys.put(known.get(), said.textValue().strip());
    }
  }

  private void requireParts(String name, Map<CredentialPart, String> keys) {
    if (keys.containsKey(CredentialPart.VALUE)) {
      if (keys.size() > 1) {
        wrong(name, "value", "stands beside what is for certificates; write one of them");
      }
      return;
    }
    for (CredentialPart needed : List.of(CredentialPart.CERTIFICATE, CredentialPart.KEY)) {
      if (!keys.containsKey(needed)) {
        wrong(name, needed.word(), "is missing; write the key of Consul that holds it");
      }
    }
  }

  private void wrong(String name, String word, String what) {
    JsonPointer pointer = JsonPointer.empty().appendProperty("credentials").appendProperty(name);
    problems.add(
        tree.place((word.isEmpty() ? pointer : pointer.appendProperty(word)).toString())
            + ": credentials."
            + SafeText.name(name)
            + (word.isEmpty() ? " " : "." + SafeText.name(word) + " ")
            + what);
  }
}
