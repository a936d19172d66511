package io.emperor.config.uwsgi;

import static io.emperor.config.uwsgi.KeyLine.SHAPE;
import static io.emperor.config.uwsgi.KeyLine.command;
import static io.emperor.config.uwsgi.KeyLine.number;
import static io.emperor.config.uwsgi.KeyLine.port;
import static io.emperor.config.uwsgi.KeyLine.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** uWSGI's options, and what stands for them here. The only place where they are declared. */
final class Counterparts {

  /** About an option that is not in the table, of a plugin perhaps, or a name of the file's own. */
  static final String NONE_KNOWN =
      "nothing is known to stand for it, leave it out, or have command: run uwsgi with it";

  private static final String OWN_PROGRAM = "in the foreground, and a vassal for each program";
  private static final String RUN_UWSGI = "and keep what is for the app in that file";

  static final List<Counterpart> ALL =
      List.of(
          row(
              "consul-service-name: NAME",
              "with the agent's address in --consul-agent",
              KeyLine::registration,
              "consul-register"),
          row(
              "consul-service-port: PORT",
              "which the program is told in $PORT",
              port("consul-service-port: "),
              "http-socket http11-socket http socket uwsgi-socket fastcgi-socket "
                  + "scgi-socket raw-socket shared-socket"),
          row(
              "tls: {certificate: NAME}",
              "for an app in the emperor's JVM, with consul-service-port",
              SHAPE,
              "https-socket https https2 suwsgi-socket ssl-socket"),
          row(
              "command: COMMAND",
              OWN_PROGRAM,
              command("command: ", UnaryOperator.identity()),
              "attach-daemon attach-control-daemon worker-exec worker-exec2"),
          row(
              "command: COMMAND",
              OWN_PROGRAM,
              command("command: ", KeyLine::ofKeyval),
              "attach-daemon2"),
          row(
              "command: COMMAND",
              OWN_PROGRAM,
              command("command: ", KeyLine::afterPidfile),
              "smart-attach-daemon smart-attach-daemon2"),
          row(
              "command: COMMAND",
              "with singleton: true",
              SHAPE,
              "legion-attach-daemon legion-smart-attach-daemon legion-smart-attach-daemon2"),
          row("env: {NAME: VALUE}", "", KeyLine.entries("env: "), "env"),
          none(
              "write what is in these files with env:, or name the files in sources:",
              "envdir early-envdir"),
          row("working-directory: DIR", "", text("working-directory: "), "chdir chdir2"),
          row(
              "uid: USER",
              "in a file of root's own, for an emperor with --tyrant",
              text("uid: "),
              "uid immediate-uid"),
          row(
              "gid: GROUP",
              "in a file of root's own, for an emperor with --tyrant",
              text("gid: "),
              "gid immediate-gid"),
          row(
              "app: FILE.jar",
              "with isolation: process for a JVM of its own",
              SHAPE,
              "jvm-main-class jvm-class jvm-classpath jwsgi ring-load ring-app"),
          row("jvm-options: OPTIONS", "with isolation: process", text("jvm-options: "), "jvm-opt"),
          row(
              "command: uwsgi --ini FILE --die-on-term",
              RUN_UWSGI,
              SHAPE,
              "wsgi-file file module wsgi wsgi-* callable test home virtualenv venv pp "
                  + "py* paste* ini-paste* pump pecan web3 mount worker-mount psgi* perl-* eval"),
          row(
              "instances: N",
              "if several programs shall run over the fleet; threads of an app in a JVM need none",
              number("instances: ", ""),
              "processes workers"),
          row(
              "reinforce-when: {queue: N, for: 5s}",
              "with instances: 1-5",
              number("reinforce-when: {queue: ", ", for: 5s}"),
              "vassal-sos-backlog"),
          row(
              "instances: 1-5",
              "with reinforce-when: {queue: 50, for: 5s}",
              SHAPE,
              "cheaper cheaper-* vassal-sos emperor-broodlord zerg zerg-* zergpool zerg-pool"),
          row("idle-timeout: 5m", "with on-demand: true", number("idle-timeout: ", "s"), "idle"),
          row(
              "on-demand: true",
              "and idle-timeout: 5m",
              SHAPE,
              "emperor-on-demand-* cheap die-on-idle"),
          row(
              "before-start: COMMAND",
              "",
              command("before-start: ", UnaryOperator.identity()),
              "exec-asap exec-pre-jail exec-post-jail exec-in-jail exec-as-root "
                  + "exec-as-user exec-pre-app exec-as-vassal exec-as-emperor "
                  + "vassals-start-hook"),
          row(
              "after-stop: COMMAND",
              "",
              command("after-stop: ", UnaryOperator.identity()),
              "exec-as-user-atexit vassals-stop-hook"),
          row(
              "after-start: COMMAND",
              "",
              command("after-start: ", UnaryOperator.identity()),
              "exec-post-app"),
          row(
              "after-start: COMMAND",
              "",
              command("after-start: ", KeyLine::ofHook),
              "hook-post-app hook-post-fork hook-accepting* hook-master-start "
                  + "hook-emperor-start"),
          row(
              "after-stop: COMMAND",
              "",
              command("after-stop: ", KeyLine::ofHook),
              "hook-as-user-atexit hook-emperor-stop hook-emperor-lost"),
          row("before-start: COMMAND", "", command("before-start: ", KeyLine::ofHook), "hook-*"),
          none(
              "have before-start: or the command itself do it",
              "call-* mount-* umount-* chroot pivot-root pivot_root unshare* setns* "
                  + "namespace* ns ns-net cgroup* cap add-gid umask prio cpu-affinity refork* "
                  + "re-fork*"),
          row(
              "depends-on: [SERVICE]",
              "or have emperor await in before-start: wait",
              SHAPE,
              "wait-for-* wait-interface* wait-iface*"),
          row(
              "stop-timeout: 30s",
              "with drain: for requests in flight",
              number("stop-timeout: ", "s"),
              "reload-mercy worker-reload-mercy"),
          none(
              "leave it out, a touch of the vassal's file or app is a reload",
              "touch-* hook-touch fs-* exit-on-reload"),
          none(
              "leave it out, a program is asked to end by SIGTERM, or what stop-signal: names",
              "die-on-term"),
          none(
              "leave it out, the emperor logs what a vassal prints: emperor logs NAME, --log-dir",
              "logto logto2 daemonize daemonize2 logger logger-* req-logger log-* "
                  + "logformat* logfile-* logdate disable-logging threaded-logger"),
          none(
              "leave it out, emperor status NAME tells the process",
              "pidfile pidfile2 safe-pidfile safe-pidfile2"),
          none(
              "leave it out, it is about processes of uWSGI's own",
              "master master-as-root master-fifo vacuum no-orphans strict need-app lazy "
                  + "lazy-apps single-interpreter auto-procname procname* plugin plugins "
                  + "need-plugin need-plugins plugin-dir plugins-dir binary-path autoload "
                  + "buffer-size listen thunder-lock post-buffering* enable-threads threads "
                  + "no-threads-wait thread* async loop chmod-socket chown-socket harakiri-* "
                  + "reuse-port close-on-exec* memory-report show-config http-* limit-post "
                  + "max-vars max-fd socket-timeout so-* tcp-* heartbeat ignore-* "
                  + "disable-write-exception write-errors-* manage-script-name catch-exceptions "
                  + "protocol abstract-socket"),
          none("bound the time of a request in the app, or in the proxy before it", "harakiri"),
          none(
              "nothing stands for it, a vassal is as large as jvm-options: or systemd let it be",
              "reload-on-* evil-reload-on-* brutal-reload-on-* max-requests "
                  + "min-worker-lifetime max-worker-lifetime* limit-as limit-nproc never-swap "
                  + "ksm"),
          none(
              "leave it out, a proxy finds the service's instances in Consul: docs/proxies.md",
              "subscribe* st subscription* unsubscribe-on-graceful-reload "
                  + "start-unsubscribed fastrouter* sslrouter* rawrouter* httprouter multicast*"),
          row(
              "singleton: true",
              "or Consul.lead in the app: docs/cluster.md",
              SHAPE,
              "legion-cron cron-legion unique-legion-cron unique-cron-legion legion legion-*"),
          none(
              "nothing stands for it, a timer of systemd's or a thread of the app does such work",
              "cron cron2 cron-* unique-cron timer rbtimer signal*"),
          none(
              "nothing stands for it, make a vassal with command: of what does such work",
              "mule mules mule-* farm spooler*"),
          none(
              "nothing stands for it, have the app use a store of its own",
              "cache* add-cache-item load-file-in-cache* queue* sharedarea locks "
                  + "lock-engine rpc-max"),
          none(
              "leave it out, metrics of all vassals are at --admin: docs/metrics.md",
              "stats* enable-metrics metric* snmp* alarm* udp"),
          none(
              "have the app do it, or the proxy before it: docs/proxies.md",
              "route* final-route* error-route* response-route* error-page-* static-* "
                  + "check-static* offload-thread* add-header rem-header del-header mime* "
                  + "file-serve-mode fileserve-mode sni* websocket* honour-range vhost*"),
          none(
              "nothing is included, write what is in there here; --vassal-set is for all vassals",
              "ini xml xmlconfig yaml yml json js config fallback-config include inherit "
                  + "inject-*"),
          none(
              "write the value itself, or ${NAME} in env:",
              "set set-ph set-placeholder declare-option* resolve for for-* endfor "
                  + "end-for if-* ifenv ifexists ifplugin ifdir endif end-if"),
          row("--vassals DIR", "", text("--vassals "), "emperor"),
          row("--tyrant", "", SHAPE, "emperor-tyrant*"),
          row("--scan-interval 3s", "", number("--scan-interval ", "s"), "emperor-freq"),
          row("--throttle 1s", "", number("--throttle ", "ms"), "emperor-throttle"),
          row("--max-throttle 180s", "", number("--max-throttle ", "ms"), "emperor-max-throttle"),
          row("--admin HOST:PORT", "", SHAPE, "emperor-stats*"),
          row(
              "--vassal-set KEY=VALUE",
              "",
              SHAPE,
              "vassal-set vassals-set vassals-include* vassals-inherit*"),
          none(
              "leave it out, nothing stands for it or it is always so: docs/lifecycle.md",
              "emperor-* early-emperor vassal-cap vassals-cap imperial-monitor*"));

  private Counterparts() {}

  /** The row that names an option, or else the most of its beginning. */
  static Optional<Counterpart> of(String option) {
    return ALL.stream()
        .filter(row -> row.nearness(option) > 0)
        .max(Comparator.comparingInt(row -> row.nearness(option)));
  }

  private static Counterpart row(String key, String note, KeyLine line, String options) {
    return new Counterpart(List.of(options.split(" ", -1)), key, note, line);
  }

  private static Counterpart none(String note, String options) {
    return row("", note, SHAPE, options);
  }
}
