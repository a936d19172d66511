package io.emperor.devagent.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.Fields;
import io.emperor.devagent.golang.GoList;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.golang.GoStruct;
import io.emperor.devagent.golang.GoWord;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.CheckDefinition;
import io.emperor.devagent.probe.ProbePlan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What someone who wants a check registered says about it, and whether it makes sense. */
public record CheckRequest(
    String id,
    String name,
    String notes,
    String status,
    String serviceId,
    Duration ttl,
    Duration deregisterAfter,
    int outputMaxSize,
    Fields fields) {

  /** As part of a service's registration. */
  static final GoStruct IN_SERVICE =
      common("CheckID").with(GoScalar.STRING, "ProxyHTTP", "ProxyGRPC");

  private static final GoStruct ALONE = common("ID").with(GoScalar.STRING, "Token");
  private static final Duration SHORTEST_CRITICAL = Duration.ofMinutes(1);
  private static final int OUTPUT = 4096;

  private static GoStruct common(String id) {
    return new GoStruct(
            "",
            "struct { Interval interface {}; Timeout interface {}; TTL interface {};"
                + " DeregisterCriticalServiceAfter interface {}; Args []string"
                + " \"json:\\\"args\\\"\"; ScriptArgsSnake []string \"json:\\\"script_args\\\"\";"
                + " DeregisterCriticalServiceAfterSnake interface {}"
                + " \"json:\\\"deregister_critical_service_after\\\"\"; DockerContainerIDSnake"
                + " string \"json:\\\"docker_container_id\\\"\"; TLSSkipVerifySnake bool"
                + " \"json:\\\"tls_skip_verify\\\"\"; "
                + (id.equals("ID") ? "" : "ServiceID string \"json:\\\"ServiceID\\\"\"; ")
                + "ServiceIDSnake string \"json:\\\"service_id\\\"\"; *structs.Alias }",
            true)
        .with(GoWord.CHECK_ID, id)
        .with(GoScalar.STRING, "Name", "Status", "Notes", "HTTP", "Method", "Body", "TCP")
        .with(GoScalar.STRING, "AliasNode", "AliasService", "DockerContainerID", "Shell", "GRPC")
        .with(GoScalar.STRING, "ServiceID")
        .with(GoScalar.DURATION, "Interval", "Timeout", "TTL", "DeregisterCriticalServiceAfter")
        .with(GoScalar.INT, "SuccessBeforePassing", "FailuresBeforeCritical", "OutputMaxSize")
        .with(GoScalar.BOOL, "GRPCUseTLS", "TLSSkipVerify")
        .with(CheckDefinition.HEADER, "Header")
        .with(GoList.STRINGS, "ScriptArgs")
        .alias("args", "ScriptArgs")
        .alias("script_args", "ScriptArgs")
        .alias("service_id", "ServiceID")
        .alias("docker_container_id", "DockerContainerID")
        .alias("tls_skip_verify", "TLSSkipVerify")
        .alias("deregister_critical_service_after", "DeregisterCriticalServiceAfter");
  }

  private static CheckRequest of(Fields fields, String id) {
    Duration after = fields.duration("DeregisterCriticalServiceAfter");
    boolean tooShort = !after.isZero() && after.compareTo(SHORTEST_CRITICAL) < 0;
    int most = (int) Math.min(OUTPUT, fields.number("OutputMaxSize"));
    return new CheckRequest(
        id,
        fields.text("Name"),
        fields.text("Notes"),
        fields.text("Status"),
        fields.text("ServiceID"),
        fields.duration("TTL"),
        tooShort ? SHORTEST_CRITICAL : after,
        most > 0 ? most : OUTPUT,
        fields);
  }

  /** One among those of a service. */
  static CheckRequest inService(Fields fields) {
    CheckRequest check = of(fields, fields.text("CheckID"));
    if (!check.hasKnownStatus()) {
      throw HttpError.badRequest("Status for checks must 'passing', 'warning', 'critical'");
    }
    check.requireValid();
    return check;
  }

  /** One that is registered for itself. */
  public static CheckRequest read(Body body) {
    Fields fields = ALONE.decode(body, "Request decode failed: ");
    String name = fields.text("Name");
    if (name.isEmpty()) {
      throw HttpError.badRequest("Missing check name");
    }
    CheckRequest check = of(fields, fields.text("ID").isEmpty() ? name : fields.text("ID"));
    if (!check.hasKnownStatus()) {
      throw HttpError.badRequest("Bad check status");
    }
    check.requireValid();
    return check;
  }

  private boolean hasKnownStatus() {
    return status.isEmpty() || Check.STATUSES.contains(status);
  }

  private boolean isScript() {
    return !fields.texts("ScriptArgs").isEmpty();
  }

  private boolean isAlias() {
    return !fields.text("AliasNode").isEmpty() || !fields.text("AliasService").isEmpty();
  }

  private void requireValid() {
    boolean repeated =
        isScript()
            || List.of("HTTP", "TCP", "GRPC").stream().anyMatch(f -> !fields.text(f).isEmpty());
    boolean hasInterval = isPositive(fields.duration("Interval"));
    refuseIf(hasInterval && isPositive(ttl), "Interval and TTL cannot both be specified");
    refuseIf(repeated && !hasInterval, "Interval must be > 0 for Script, HTTP, or TCP checks");
    refuseIf(repeated && isAlias(), "Interval cannot be set for Alias checks");
    refuseIf(isAlias() && isPositive(ttl), "TTL must be not be set for Alias checks");
    refuseIf(!repeated && !isAlias() && !isPositive(ttl), "TTL must be > 0 for TTL checks");
    refuseIf(fields.number("OutputMaxSize") < 0, "MaxOutputMaxSize must be positive");
  }

  private static boolean isPositive(Duration duration) {
    return duration.compareTo(Duration.ZERO) > 0;
  }

  private static void refuseIf(boolean wrong, String why) {
    if (wrong) {
      throw HttpError.badRequest("Invalid check: " + why);
    }
  }

  /** What the agent runs for it; nothing if the check is told what it says. */
  @Nullable ProbePlan plan() {
    return isPositive(ttl) ? null : ProbePlan.of(fields, outputMaxSize);
  }

  /**
   * Refuses what this agent does not run.
   *
   * @throws HttpError for everything but a TTL, HTTP and TCP
   */
  public void requireServed() {
    if (isScript()) {
      throw HttpError.refused(
          "Scripts are disabled on this agent from remote calls; to enable, configure"
              + " 'enable_script_checks' to true");
    }
    if (!isPositive(ttl) && (!fields.text("GRPC").isEmpty() || isAlias())) {
      throw HttpError.notServed("gRPC and alias checks; it serves TTL, HTTP and TCP checks");
    }
  }

  /** The check of a service, or of the node if there is none. */
  Check check(String node, String checkId, String checkName) {
    ProbePlan plan = plan();
    return new Check(
        node,
        checkId,
        checkName,
        status.isEmpty() ? Check.CRITICAL : status,
        notes,
        "",
        "",
        "",
        null,
        plan == null ? "ttl" : plan.type(),
        JsonNodeFactory.instance.objectNode(),
        0,
        0);
  }
}
