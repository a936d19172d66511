"""Greets, and has itself in Consul, as a small app under uWSGI would."""

import json
import os
import urllib.request

import uwsgi

NAME = os.environ["SERVICE_NAME"]
AGENT = "http://" + os.environ["SERVICE_CONSUL"] + "/v1/agent/"


def put(path, body=None):
    data = json.dumps(body).encode() if body else b""
    request = urllib.request.Request(AGENT + path, data=data, method="PUT")
    urllib.request.urlopen(request, timeout=10).close()


def beat(_signal):
    put("check/pass/service:" + NAME)


def register():
    check = {"TTL": "15s", "Status": "passing"}
    port = int(os.environ["SERVICE_PORT"])
    put("service/register", {"Name": NAME, "Port": port, "Check": check})


def application(_environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=UTF-8")])
    return [b"Hello\n"]


uwsgi.register_signal(1, "", beat)
uwsgi.add_rb_timer(1, 5)
uwsgi.post_fork_hook = register
