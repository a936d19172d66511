package io.emperor.test.apps;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Session;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls every helper and answers what each said: {@code GET /injected} and {@code GET /static}. */
public final class EveryHelper implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/injected", new Calls(context.consul(), "injected"));
    context.serve("/static", new Calls(throughStatics(), "static"));
  }

  /** The static methods of this app's own copy of {@link Consul}, as an object. */
  private static ConsulApi throughStatics() {
    return (ConsulApi)
        Proxy.newProxyInstance(
            EveryHelper.class.getClassLoader(),
            new Class<?>[] {ConsulApi.class},
            (proxy, method, arguments) -> {
              try {
                return Consul.class
                    .getMethod(method.getName(), method.getParameterTypes())
                    .invoke(null, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  private static final class Calls extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient ConsulApi consul;
    private final String root;

    Calls(ConsulApi consul, String root) {
      this.consul = consul;
      this.root = root;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Map<String, Object> answers = new LinkedHashMap<>();
      discovery(answers);
      keys(answers);
      sessions(answers);
      response.setContentType("text/plain;charset=utf-8");
      for (Map.Entry<String, Object> answer : answers.entrySet()) {
        response.getWriter().println(answer.getKey() + " = " + answer.getValue());
      }
    }

    private void discovery(Map<String, Object> answers) {
      answers.put("services()", consul.services().get("helpers"));
      answers.put("services(dc)", consul.services("dc1").get("helpers"));
      answers.put("service(name)", ids(consul.service("helpers")));
      answers.put("service(tag, name, dc)", ids(consul.service("probe", "helpers", "dc1")));
      answers.put("service(other tag)", ids(consul.service("other", "helpers", null)));
      answers.put("healthy(name)", ids(consul.healthy("helpers")));
      answers.put("everywhere(tag, name)", ids(consul.everywhere("probe", "helpers")));
    }

    private void keys(Map<String, Object> answers) {
      String key = root + "/key";
      answers.put("set(text)", consul.set(key, "grüße"));
      answers.put("get(name)", text(consul.get(key)));
      answers.put("get(name, dc)", text(consul.get(key, "dc1")));
      long index = consul.get(key).map(KeyValue::modifyIndex).orElse(0L);
      answers.put("set(stale cas)", consul.set(key, "late", null, index + 1, null, null));
      answers.put("set(cas)", consul.set(key, "next", "dc1", index, null, null));
      answers.put("set(bytes)", consul.set(key + "2", "b".getBytes(StandardCharsets.UTF_8)));
      answers.put(
          "set(bytes, …)",
          consul.set(key + "3", "c".getBytes(StandardCharsets.UTF_8), null, null, null, null));
      answers.put("list", consul.list(root + "/").stream().map(KeyValue::key).toList());
      answers.put("del(stale cas)", consul.del(key, index));
      answers.put("del(name)", consul.del(key));
      answers.put("del(recurse)", consul.del(root + "/", true, "dc1"));
      answers.put("list after", consul.list(root + "/"));
    }

    private void sessions(Map<String, Object> answers) {
      String id = consul.sessionCreate(Duration.ofSeconds(1), "probe", null, List.of());
      Session session = consul.sessionInfo(id, null).orElseThrow();
      answers.put("sessionInfo", session.name() + " " + session.lockDelay());
      answers.put("sessionList", has(consul.sessionList("dc1"), id));
      answers.put("sessionNode", has(consul.sessionNode(session.node(), null), id));
      String lock = root + "-lock";
      answers.put("set(acquire)", consul.set(lock, "mine", null, null, id, null));
      answers.put("lock holder", consul.get(lock).map(KeyValue::session).orElse("").equals(id));
      answers.put("set(release)", consul.set(lock, "", null, null, null, id));
      answers.put("sessionDestroy", consul.sessionDestroy(id));
      answers.put("sessionInfo after", consul.sessionInfo(id, "dc1"));
      try {
        answers.put("set(gone session)", consul.set(lock, "x", null, null, id, null));
      } catch (ConsulException e) {
        answers.put("set(gone session)", e.kind() + " " + e.applied());
      }
    }

    private static List<String> ids(List<ServiceInstance> instances) {
      return instances.stream().map(ServiceInstance::id).toList();
    }

    private static String text(Optional<KeyValue> entry) {
      return entry.map(KeyValue::text).orElse("(none)");
    }

    private static boolean has(List<Session> sessions, String id) {
      return sessions.stream().anyMatch(session -> session.id().equals(id));
    }
  }
}
