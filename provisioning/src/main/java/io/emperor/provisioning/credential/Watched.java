package io.emperor.provisioning.credential;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.credential.CredentialState.Kind;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.template.Answer;
import io.emperor.provisioning.template.Query;
import io.emperor.provisioning.template.TemplateData;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A credential and what is known of it: the last good one counts. For one thread. */
final class Watched {

  private static final Logger log = LoggerFactory.getLogger(Watched.class);

  /** Whoever writes one key after the other is through by then. */
  static final Duration MOMENT = Duration.ofSeconds(3);

  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofHours(1);

  private final CredentialPlan plan;
  private final Optional<ObjectNode> kept;
  private Map<CredentialPart, String> texts = Map.of();
  private @Nullable Credential good;
  private String trouble = "";
  private @Nullable Instant refusedAt;
  private Kind told = Kind.VALID;

  /**
   * Knows nothing yet.
   *
   * @param kept what was good before a restart
   */
  Watched(CredentialPlan plan, Optional<ObjectNode> kept) {
    this.plan = plan;
    this.kept = kept;
  }

  /** Takes what Consul has, if it can be used. */
  void look(TemplateData.Answers answers, Instant now) {
    boolean answered = true;
    Map<CredentialPart, String> found = new EnumMap<>(CredentialPart.class);
    try {
      for (CredentialPart part : plan.keys().keySet()) {
        Answer<Cluster.Key> answer = answers.to(query(part));
        answered &= answer.known().isPresent() || answer.failure() != null;
        found.put(part, text(part, answer));
      }
      good = Credential.of(plan, found, now);
      texts = found;
      trouble = "";
      refusedAt = null;
    } catch (InvalidCredentialException e) {
      trouble = "credential " + plan.name() + ": " + e.reason();
      refusedAt = refusedAt == null ? now : refusedAt;
      if (good == null && answered) {
        takeKept(now);
      }
    }
    tell(now);
  }

  Query.Key query(CredentialPart part) {
    return new Query.Key(plan.keys().getOrDefault(part, ""));
  }

  private String text(CredentialPart part, Answer<Cluster.Key> answer)
      throws InvalidCredentialException {
    String shown = plan.shown(part);
    String failure = answer.failure();
    List<Cluster.Key> known = answer.known().orElse(null);
    if (known == null) {
      throw new InvalidCredentialException(
          shown, failure == null ? "is not answered yet" : "can't be read: " + failure);
    }
    if (known.isEmpty()) {
      throw new InvalidCredentialException(shown, "is missing");
    }
    String value = known.get(0).value();
    if (value == null) {
      throw new InvalidCredentialException(shown, "is no text in UTF-8; write it again");
    }
    return value;
  }

  private void takeKept(Instant now) {
    Map<CredentialPart, String> before = new EnumMap<>(CredentialPart.class);
    kept.ifPresent(
        values ->
            plan.keys()
                .forEach(
                    (part, key) -> {
                      if (values.path(key).isTextual()) {
                        before.put(part, values.path(key).textValue());
                      }
                    }));
    if (!before.keySet().equals(plan.keys().keySet())) {
      return;
    }
    try {
      good = Credential.of(plan, before, now);
      texts = before;
      log.info("credential {}: what it was before counts on", plan.name());
    } catch (InvalidCredentialException e) {
      log.debug("what is kept is of no use any more: {}", e.reason());
    }
  }

  private void tell(Instant now) {
    Kind kind = kind(now);
    if (kind != told && good != null) {
      good.validity().ifPresent(validity -> tell(kind, validity));
    }
    told = kind;
  }

  private void tell(Kind kind, Validity validity) {
    if (kind == Kind.EXPIRED) {
      log.warn("credential {}: {}", plan.name(), expired(validity));
    } else if (kind == Kind.EXPIRING) {
      log.warn(
          "credential {}: {} expires at {}, and a third of its lifetime is left; renew {}",
          plan.name(),
          validity.subject(),
          validity.end(),
          plan.shown(CredentialPart.CERTIFICATE));
    }
  }

  private String expired(Validity validity) {
    return validity.subject()
        + " has expired at "
        + validity.end()
        + "; renew "
        + plan.shown(CredentialPart.CERTIFICATE);
  }

  private Kind kind(Instant now) {
    if (good == null) {
      return Kind.MISSING;
    }
    return good.validity()
        .map(
            validity ->
                now.isAfter(validity.end())
                    ? Kind.EXPIRED
                    : now.isBefore(validity.third()) ? Kind.VALID : Kind.EXPIRING)
        .orElse(Kind.VALID);
  }

  String name() {
    return plan.name();
  }

  /** What a program would be given; empty while there is nothing to give. */
  Optional<Credential> good() {
    return Optional.ofNullable(good);
  }

  /** What is waited for; empty if there is something to give. */
  Optional<String> lacks() {
    return good == null ? Optional.of(SafeText.line(trouble)) : Optional.empty();
  }

  /** Why what Consul has is not given, if it has been so for a moment. */
  Optional<String> trouble(Instant now) {
    Instant since = refusedAt;
    return good == null || since == null || now.isBefore(since.plus(MOMENT))
        ? Optional.empty()
        : Optional.of(SafeText.line(trouble));
  }

  /** When it is to be looked at again, whatever Consul says: with time, one becomes valid. */
  Instant next(Instant now) {
    Instant since = refusedAt;
    Instant latest = now.plus(since == null ? LONG : SHORT);
    if (since != null && now.isBefore(since.plus(MOMENT))) {
      return since.plus(MOMENT);
    }
    return good().flatMap(Credential::validity).stream()
        .flatMap(validity -> List.of(validity.third(), validity.end().plusMillis(1)).stream())
        .filter(each -> each.isAfter(now) && each.isBefore(latest))
        .min(Instant::compareTo)
        .orElse(latest);
  }

  CredentialState state(Instant now) {
    Optional<Validity> validity = good().flatMap(Credential::validity);
    return new CredentialState(
        plan.name(),
        kind(now),
        validity.map(Validity::subject).orElse(""),
        validity.map(Validity::end).orElse(null),
        good == null ? SafeText.line(trouble) : trouble(now).orElse(""));
  }

  /** What is good, by the keys of Consul, for the time after a restart. */
  ObjectNode kept() {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    texts.forEach((part, text) -> values.put(plan.keys().get(part), text));
    return values;
  }
}
