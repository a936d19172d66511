package io.emperor.runtime.process;

import io.emperor.runtime.owner.VassalUser;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the programs of one generation of a vassal find around them.
 *
 * @param vassal the vassal's name
 * @param instance what the programs of an instance are told besides; empty for what is none
 * @param serviceId the ID it will be registered under
 * @param generation which load of the vassal this is, from 1
 * @param environment what the configuration adds to the environment
 * @param directory where they run
 * @param port the port of the app that is told; 0 for none
 * @param user whom they run as, and with which token; {@code null} for the emperor's user
 */
public record ProcessEnvironment(
    String vassal,
    Map<String, String> instance,
    String serviceId,
    int generation,
    Map<String, String> environment,
    Path directory,
    int port,
    @Nullable VassalUser user) {

  /** Of programs that run as the emperor's user. */
  public ProcessEnvironment(
      String vassal,
      Map<String, String> instance,
      String serviceId,
      int generation,
      Map<String, String> environment,
      Path directory,
      int port) {
    this(vassal, instance, serviceId, generation, environment, directory, port, null);
  }

  private static final String VASSAL = "EMPEROR_VASSAL";
  private static final String SERVICE_ID = "EMPEROR_SERVICE_ID";
  private static final String INSTANCE = "EMPEROR_INSTANCE";
  private static final String FENCE = "EMPEROR_FENCE";
  private static final String CONTROL = "EMPEROR_CONTROL";

  /** What has no end is taken to the end of the text, so that no character is looked at again. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*+)(}?+)");

  /**
   * What the programs of an instance are told besides.
   *
   * @param vassal the vassal's name
   * @param number the instance's slot
   * @param fence of that slot
   * @param control the file that it writes its wishes to; {@code null} if there is none
   */
  public static Map<String, String> ofInstance(
      String vassal, int number, long fence, @Nullable Path control) {
    Map<String, String> words = new HashMap<>();
    words.put(VASSAL, vassal);
    words.put(INSTANCE, Integer.toString(number));
    words.put(FENCE, Long.toString(fence));
    if (control != null) {
      words.put(CONTROL, control.toString());
    }
    return words;
  }

  /**
   * What the configured environment refers to and nobody knows: the port of an app that gets one
   * later, or never.
   *
   * @return the name of the first such variable
   */
  public Optional<String> unknown() {
    Map<String, String> given = given("");
    return environment.values().stream()
        .flatMap(text -> REFERENCE.matcher(text).results())
        .flatMap(found -> name(found).stream())
        .filter(name -> !given.containsKey(name))
        .findFirst();
  }

  /** A dollar and a name in braces stand for a variable; with two dollars, for themselves. */
  private static String expanded(String text, Map<String, String> given) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group().equals("$${")
                        ? "${"
                        : name(found).map(given::get).orElse(found.group())));
  }

  /** The variable that is referred to, if it is one. */
  private static Optional<String> name(MatchResult found) {
    return Optional.ofNullable(found.group(1)).filter(name -> !found.group(2).isEmpty());
  }

  /**
   * A program to run in them.
   *
   * @param words the program and its arguments
   * @param agent the Consul agent's address
   */
  public Program program(List<String> words, String agent) {
    Map<String, String> given = given(agent);
    Map<String, String> variables = new HashMap<>(given);
    // The emperor registers it: its own registration would be a second instance of one process,
    // and the ghost of a crash after which it gets another port.
    variables.put("SPRING_CLOUD_CONSUL_DISCOVERY_REGISTER", "false");
    environment.forEach((name, value) -> variables.put(name, expanded(value, given)));
    variables.put(VASSAL, vassal);
    variables.put(SERVICE_ID, serviceId);
    variables.putAll(instance);
    return new Program(words, variables, directory, true, user == null ? null : user.account());
  }

  private Map<String, String> given(String agent) {
    Map<String, String> variables = new HashMap<>();
    if (port != 0) {
      variables.put("PORT", Integer.toString(port));
      variables.put("SERVER_PORT", Integer.toString(port));
    }
    variables.put("CONSUL_HTTP_ADDR", agent);
    if (user != null && user.consulToken() != null) {
      variables.put("CONSUL_HTTP_TOKEN", user.consulToken());
    }
    variables.put(VASSAL, vassal);
    variables.put(SERVICE_ID, serviceId);
    variables.putAll(instance);
    return variables;
  }
}
