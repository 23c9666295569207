"""gunicorn behind nginx: sync workers, one more than the processors, each handed on before it grows old."""

import multiprocessing
import os

bind = os.environ.get("GUNICORN_BIND", "unix:/run/roda/web.sock")
workers = int(os.environ.get("WEB_WORKERS", multiprocessing.cpu_count() + 1))
worker_class = "sync"
timeout = 30
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
preload_app = False
# nginx has written the access log; the application writes its own line with the request's id.
accesslog = None
errorlog = "-"
loglevel = "warning"
forwarded_allow_ips = "*"  # only nginx reaches the socket
