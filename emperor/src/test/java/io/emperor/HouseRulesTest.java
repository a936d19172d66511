package io.emperor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.app.Catalog;
import io.emperor.consul.app.CatalogNode;
import io.emperor.consul.app.ClusterEvents;
import io.emperor.consul.app.EventCarrier;
import io.emperor.consul.app.KeyPrefix;
import io.emperor.consul.app.PassingInstances;
import io.emperor.consul.app.SingleKey;
import io.emperor.consul.http.AgentView;
import io.emperor.consul.lease.FleetMember;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.FleetView;
import io.emperor.consul.lease.LeaseTimes;
import io.emperor.consul.lease.Need;
import io.emperor.consul.name.FleetSlots;
import io.emperor.consul.name.FleetSnapshot;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.HostedNames;
import io.emperor.consul.name.NamesHost;
import io.emperor.consul.name.SlotId;
import io.emperor.consul.name.SlotListener;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.RegistrationView;
import io.emperor.consul.registration.SeenService;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.registration.ServiceIdTakenException;
import io.emperor.devagent.DevAgent;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.Destinations;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.commit.LastKnownGood;
import io.emperor.provisioning.credential.CredentialDirectory;
import io.emperor.provisioning.credential.CredentialState;
import io.emperor.provisioning.credential.Credentials;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.SerfAgent;
import io.emperor.provisioning.source.Snapshot;
import java.time.Clock;
import java.time.Instant;

/**
 * The arrows between the packages, and the homes of the libraries. Packages are named with all that
 * is below them, so that a new one can't slip out of a rule.
 */
@AnalyzeClasses(
    packages = "io.emperor",
    importOptions = {ImportOption.DoNotIncludeTests.class, HouseRulesTest.NoJarOfTests.class})
class HouseRulesTest {

  /** The bridge's tests, some of which other modules use, are no part of the house. */
  static final class NoJarOfTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule noPackagesDependOnEachOtherInACircle =
      slices().matching("io.emperor.(**)").should().beFreeOfCycles();

  /** Whatever somebody sets a machine's clock to, nobody's lease gets longer or shorter. */
  @ArchTest
  static final ArchRule leasesDoNotKnowTheTimeOfDay =
      noClasses()
          .that()
          .resideInAnyPackage("io.emperor.consul.lease..", "io.emperor.consul.name..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "millis")
          .orShould()
          .callMethod(Clock.class, "instant");

  @ArchTest
  static final ArchRule nothingPointsBackUp =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("io.emperor.cli..")
          .layer("await")
          .definedBy("io.emperor.await..")
          .layer("admin")
          .definedBy("io.emperor.admin..")
          .layer("metrics")
          .definedBy("io.emperor.metrics..")
          .layer("daemon")
          .definedBy("io.emperor.daemon..")
          .layer("fleet")
          .definedBy("io.emperor.fleet..")
          .layer("vassal")
          .definedBy("io.emperor.vassal..")
          .layer("membership")
          .definedBy("io.emperor.membership..")
          .layer("monitor")
          .definedBy("io.emperor.monitor..")
          .layer("inputs")
          .definedBy("io.emperor.inputs..")
          .layer("runtime")
          .definedBy("io.emperor.runtime..")
          .layer("http")
          .definedBy("io.emperor.http..")
          .layer("port")
          .definedBy("io.emperor.port..")
          .layer("logging")
          .definedBy("io.emperor.logging..")
          .layer("config")
          .definedBy("io.emperor.config..")
          .layer("provisioning")
          .definedBy("io.emperor.provisioning..")
          .layer("consul")
          .definedBy("io.emperor.consul..")
          .layer("serf")
          .definedBy("io.emperor.serf..")
          .layer("devagent")
          .definedBy("io.emperor.devagent..")
          .layer("api")
          .definedBy("io.emperor.api..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("await")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("admin")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("cli", "admin", "vassal")
          .whereLayer("daemon")
          .mayOnlyBeAccessedByLayers("cli", "admin")
          .whereLayer("fleet")
          .mayOnlyBeAccessedByLayers("cli", "admin", "daemon")
          .whereLayer("vassal")
          .mayOnlyBeAccessedByLayers("cli", "admin", "daemon", "fleet")
          .whereLayer("membership")
          .mayOnlyBeAccessedByLayers("cli", "admin", "daemon")
          .whereLayer("monitor")
          .mayOnlyBeAccessedByLayers("cli", "daemon", "vassal", "fleet")
          .whereLayer("inputs")
          .mayOnlyBeAccessedByLayers("await", "daemon", "vassal", "membership")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers("daemon", "vassal", "fleet", "inputs", "await", "membership")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("admin", "daemon", "vassal", "runtime")
          .whereLayer("port")
          .mayOnlyBeAccessedByLayers("daemon", "vassal", "http")
          .whereLayer("logging")
          .mayOnlyBeAccessedByLayers("cli", "admin", "daemon", "vassal", "runtime", "await")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers(
              "cli", "admin", "daemon", "vassal", "fleet", "inputs", "membership", "monitor")
          .whereLayer("provisioning")
          .mayOnlyBeAccessedByLayers(
              "cli", "admin", "await", "daemon", "inputs", "config", "vassal", "membership")
          .whereLayer("consul")
          .mayOnlyBeAccessedByLayers(
              "cli",
              "admin",
              "daemon",
              "vassal",
              "runtime",
              "fleet",
              "inputs",
              "await",
              "membership")
          .whereLayer("serf")
          .mayOnlyBeAccessedByLayers("cli", "provisioning", "membership", "runtime")
          .whereLayer("devagent")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("api")
          .mayOnlyBeAccessedByLayers(
              "admin",
              "daemon",
              "vassal",
              "runtime",
              "consul",
              "fleet",
              "inputs",
              "await",
              "membership");

  @ArchTest
  static final ArchRule jettyLivesInHttp = livesIn("io.emperor.http..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule asmLivesInTheRuntime =
      livesIn("io.emperor.runtime..", "org.objectweb.asm..");

  @ArchTest
  static final ArchRule logbackLivesInLogging = livesIn("io.emperor.logging..", "ch.qos.logback..");

  @ArchTest
  static final ArchRule re2jLivesInTheDevAgent =
      livesIn("io.emperor.devagent..", "com.google.re2j..");

  @ArchTest static final ArchRule picocliLivesInCli = livesIn("io.emperor.cli..", "picocli..");

  @ArchTest
  static final ArchRule prometheusLivesInMetrics =
      livesIn("io.emperor.metrics..", "io.micrometer.prometheusmetrics..", "io.prometheus..");

  @ArchTest
  static final ArchRule messagePackLivesInSerf = livesIn("io.emperor.serf..", "org.msgpack..");

  @ArchTest
  static final ArchRule jsonSchemaLivesInProvisioning =
      livesIn("io.emperor.provisioning..", "com.networknt..");

  @ArchTest
  static final ArchRule pebbleLivesInTemplates =
      livesIn("io.emperor.provisioning.template..", "io.pebbletemplates..");

  @ArchTest
  static final ArchRule flywayLivesApart =
      livesIn("io.emperor.provisioning.database.isolated..", "org.flywaydb..");

  @ArchTest
  static final ArchRule theConsulClientLivesInTheBridge =
      livesIn(
          "io.emperor.consul..",
          "com.orbitz..",
          "okhttp3..",
          "okio..",
          "retrofit2..",
          "org.apache.hc..");

  @ArchTest
  static final ArchRule jacksonReadsFilesWritesLinesAndTalksToConsulOperatorsAndCommands =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.emperor.admin..",
              "io.emperor.config..",
              "io.emperor.fleet..",
              "io.emperor.http..",
              "io.emperor.logging..",
              "io.emperor.consul..",
              "io.emperor.provisioning..",
              "io.emperor.vassal.event..",
              "io.emperor.devagent..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theApiNeedsServletsAlone =
      noClasses()
          .that()
          .resideInAPackage("io.emperor.api..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "io.emperor.api..", "java..", "jakarta.servlet..", "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule theBaseNeedsSlf4jAlone =
      noClasses()
          .that()
          .resideInAPackage("io.emperor.base..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "io.emperor.base..", "java..", "org.slf4j..", "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule theDevAgentKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("io.emperor.devagent..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.emperor",
              "io.emperor.api..",
              "io.emperor.base..",
              "io.emperor.consul..",
              "io.emperor.cli..",
              "io.emperor.config..",
              "io.emperor.daemon..",
              "io.emperor.fleet..",
              "io.emperor.http..",
              "io.emperor.logging..",
              "io.emperor.monitor..",
              "io.emperor.runtime..",
              "io.emperor.vassal..");

  /** From outside, the bridge is its front, how it is set up, and what its answers are made of. */
  @ArchTest
  static final ArchRule theBridgeIsUsedByItsDoor =
      isUsedByItsDoor(
          "io.emperor.consul",
          resideInAnyPackage("io.emperor.consul", "io.emperor.consul.settings")
              .or(
                  belongToAnyOf(
                      AppConsul.class,
                      AgentView.class,
                      Catalog.class,
                      ClusterEvents.class,
                      EventCarrier.class,
                      CatalogNode.class,
                      FleetMember.class,
                      FleetMember.State.class,
                      FleetSettings.class,
                      FleetView.class,
                      FleetSlots.class,
                      FleetSnapshot.class,
                      FleetSnapshot.Emperor.class,
                      FleetSnapshot.Slot.class,
                      HeldSlot.class,
                      HostedNames.Line.class,
                      KeyPrefix.class,
                      LeaseTimes.class,
                      NamesHost.class,
                      Need.class,
                      PassingInstances.class,
                      Registration.class,
                      RegistrationView.class,
                      SeenService.class,
                      ServiceDefinition.class,
                      ServiceIdTakenException.class,
                      SingleKey.class,
                      SlotId.class,
                      SlotListener.class)));

  @ArchTest
  static final ArchRule theDevAgentIsUsedByItsDoor =
      isUsedByItsDoor("io.emperor.devagent", belongToAnyOf(DevAgent.class, ConsulProfile.class));

  @ArchTest
  static final ArchRule serfKnowsTheBaseAlone =
      noClasses()
          .that()
          .resideInAPackage("io.emperor.serf..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.emperor..")
                  .and(not(resideInAnyPackage("io.emperor.serf..", "io.emperor.base.."))));

  /** It can be used without a daemon: Consul and programs are told to it. */
  @ArchTest
  static final ArchRule provisioningKnowsTheBaseAndSerfAlone =
      noClasses()
          .that()
          .resideInAPackage("io.emperor.provisioning..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.emperor..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.emperor.provisioning..",
                              "io.emperor.serf..",
                              "io.emperor.base.."))));

  @ArchTest
  static final ArchRule provisioningIsUsedByItsDoor =
      isUsedByItsDoor(
          "io.emperor.provisioning",
          resideInAnyPackage(
                  "io.emperor.provisioning",
                  "io.emperor.provisioning.handler",
                  "io.emperor.provisioning.program",
                  "io.emperor.provisioning.update")
              .or(
                  belongToAnyOf(
                      Cluster.class,
                      Cluster.Answers.class,
                      Cluster.Instance.class,
                      Cluster.Key.class,
                      Cluster.Node.class,
                      Cluster.Service.class,
                      DatabaseLibraries.class,
                      Checks.class,
                      Destinations.class,
                      FileCommit.class,
                      LastKnownGood.class,
                      CredentialDirectory.class,
                      CredentialState.class,
                      CredentialState.Kind.class,
                      Credentials.Place.class,
                      InvalidInputException.class,
                      SerfAgent.class,
                      Snapshot.class)));

  private static ArchRule isUsedByItsDoor(String module, DescribedPredicate<JavaClass> door) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(module + "..")
        .should()
        .dependOnClassesThat(resideInAPackage(module + "..").and(not(door)));
  }

  /** The dev agent, a module of its own, has libraries of its own. */
  private static ArchRule livesIn(String home, String... library) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(home, "io.emperor.devagent..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library);
  }
}
