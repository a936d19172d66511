package io.emperor.provisioning.credential;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.YamlTree;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the map {@code credentials} of a file. What is wrong becomes problems. For one thread. */
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

  /** Those that can be used, in the file's order; none if there is no such key. */
  public List<CredentialPlan> read() {
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
    int known = WORDS.indexOf(word);
    if (known < 0) {
      wrong(name, word, "is no key of a credential; " + NearestName.remedy(word, WORDS));
    } else if (!said.isTextual() || said.textValue().isBlank()) {
      wrong(name, word, "is no text; write a key of Consul, such as pki/shop/" + word);
    } else {
      keys.put(CredentialPart.values()[known], said.textValue().strip());
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
