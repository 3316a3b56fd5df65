/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* nginx, which is OpenSSL, as the camera: it stands in front of the simulated one, asks for client
 * certificates when it is told to by a reload, and says no in HTTP rather than by an alert. Probe
 * and rehearsal must see what `openssl s_client` sees, and the guard must get through it in both
 * directions. */

#include "config.h"

#include "base/lk-error.h"
#include "connection/lk-tls-probe.h"
#include "setup/lk-rehearsal.h"

#include "lk-test-camera.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  const char *name;
  const char *protocols;
  LkTlsVersion version; /* that is spoken */
} Kind;

static const Kind kinds[] = {
  { "tls-1.2", "TLSv1.2", LK_TLS_1_2 },
  { "tls-1.3", "TLSv1.3", LK_TLS_1_3 },
  { "tickets", "TLSv1.2 TLSv1.3", LK_TLS_1_3 },
};

typedef struct
{
  const Kind *kind;
  LkTestCamera *door;
  char *folder;
  char *address; /* 127.0.0.1:PORT */
  char *uri;
  GSubprocess *process;
  guint generation; /* every configuration has a number that s_client can see */
} Nginx;

/* How nginx asks for client certificates. */
typedef enum
{
  VERIFY_OFF,
  VERIFY_OPTIONAL, /* lets in whoever has none, and no one with a bad one */
  VERIFY_ON,
  VERIFY_BY_OTHERS /* trusts another CA than the tab shows */
} Verify;

static const struct
{
  const char *word;
  const char *ca;
} verifies[] = {
  [VERIFY_OFF] = { "off", "ca.pem" },
  [VERIFY_OPTIONAL] = { "optional", "ca.pem" },
  [VERIFY_ON] = { "on", "ca.pem" },
  [VERIFY_BY_OTHERS] = { "on", "other.pem" },
};

static char *
write_text (const Nginx *self, const char *name, char *text)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (
    g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  g_free (text);
  return path;
}

static char *
find_address (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return g_strdup_printf ("127.0.0.1:%u", port);
}

static void
write_config (Nginx *self, Verify verify)
{
  const char *f = self->folder;
  g_autofree char *path = write_text (
    self, "nginx.conf",
    g_strdup_printf (
      "daemon off; worker_processes 1; pid %s/pid; error_log %s/error.log notice; %s\n"
      "events { worker_connections 64; }\n"
      "http { access_log off; client_body_temp_path %s/t1; proxy_temp_path %s/t2; "
      "fastcgi_temp_path %s/t3;\n"
      "uwsgi_temp_path %s/t4; scgi_temp_path %s/t5;\n"
      "server { listen %s ssl; ssl_protocols %s; ssl_certificate %s/server.pem; "
      "ssl_certificate_key %s/server.pem;\n"
      "ssl_session_cache shared:camera:1m; ssl_session_tickets on; ssl_client_certificate "
      "%s/%s; ssl_verify_client %s;\n"
      "add_header X-Generation %u always;\n"
      "location / { proxy_pass %s; proxy_set_header Host $http_host;\n"
      "proxy_ssl_certificate %s/client.pem; proxy_ssl_certificate_key %s/client.pem; } } }\n",
      f, f, getuid () == 0 ? "user root;" : "", f, f, f, f, f, self->address, self->kind->protocols,
      f, f, f, verifies[verify].ca, verifies[verify].word, ++self->generation,
      lk_sim_camera_get_uri (self->door->sim), f, f));
}

/* What `openssl s_client` sees */

typedef struct
{
  char *text;
  int status;         /* of HTTP, 0: none */
  gboolean requested; /* a certificate */
  LkTlsVersion version;
} Sight;

static void
sight_clear (Sight *self)
{
  g_clear_pointer (&self->text, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sight, sight_clear)

/* @certificate: (nullable) path; @option, @value: (nullable) one more option */
static Sight
ask_openssl (const Nginx *self, const char *certificate, const char *option, const char *value)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *const fixed[] = { "openssl", "s_client", "-connect", self->address, "-ign_eof" };
  g_autoptr (GSubprocess) client = NULL;
  g_autoptr (GBytes) request = g_bytes_new_static ("GET / HTTP/1.0\r\nHost: camera\r\n\r\n", 32);
  g_autoptr (GBytes) output = NULL;
  const char *status;
  Sight sight = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_add (argv, (char *)fixed[i]);
  for (gsize i = 0; certificate != NULL && i < 2; i++)
    {
      g_ptr_array_add (argv, (char *)(i == 0 ? "-cert" : "-key"));
      g_ptr_array_add (argv, (char *)certificate);
    }
  if (option != NULL)
    g_ptr_array_add (argv, (char *)option);
  if (value != NULL)
    g_ptr_array_add (argv, (char *)value);
  g_ptr_array_add (argv, NULL);
  client = g_subprocess_newv ((const char *const *)argv->pdata,
                              G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                G_SUBPROCESS_FLAGS_STDERR_MERGE,
                              NULL);
  /* nobody listens yet: no output */
  (void)g_subprocess_communicate (client, request, NULL, &output, NULL, NULL);
  sight.text = output != NULL
                 ? g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output))
                 : g_strdup ("");
  status = strstr (sight.text, "HTTP/1.1 ");
  sight.status = status != NULL ? atoi (status + strlen ("HTTP/1.1 ")) : 0;
  sight.requested = strstr (sight.text, "Acceptable client certificate CA names") != NULL;
  sight.version = strstr (sight.text, ", TLSv1.3, Cipher") != NULL ? LK_TLS_1_3 : LK_TLS_1_2;
  return sight;
}

/* The workers of the configuration before listen until they heard of it. */
static gboolean
is_alone (const Nginx *self)
{
  g_autofree char *path = g_build_filename (self->folder, "error.log", NULL);
  g_autofree char *text = NULL;
  guint n_gone = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  for (const char *at = text; (at = strstr (at, "gracefully shutting down")) != NULL; at++)
    n_gone++;
  return n_gone + 1 >= self->generation;
}

static void
wait_for_generation (const Nginx *self)
{
  g_autofree char *header = g_strdup_printf ("X-Generation: %u\r", self->generation);
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      gboolean alone = is_alone (self);
      g_auto (Sight) sight = ask_openssl (self, NULL, NULL, NULL);

      if (alone && strstr (sight.text, header) != NULL)
        return;
      if (g_get_monotonic_time () > end)
        g_error ("nginx does not get to configuration %u: %s", self->generation, sight.text);
    }
}

static void
reload (Nginx *self, Verify verify)
{
  write_config (self, verify);
  g_subprocess_send_signal (self->process, SIGHUP);
  wait_for_generation (self);
}

/* A test that fails takes nginx along. */
static void
die_with_parent (gpointer data)
{
  (void)prctl (PR_SET_PDEATHSIG, SIGTERM); /* a master that stays is untidy only */
}

static Nginx *
start (const Kind *kind)
{
  Nginx *self = g_new0 (Nginx, 1);
  g_autofree char *config = NULL;
  g_autofree char *log = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;

  self->kind = kind;
  self->door = lk_test_camera_new (FALSE);
  self->folder = lk_test_folder_new ();
  self->address = find_address ();
  self->uri = g_strdup_printf ("https://%s", self->address);
  g_free (write_text (self, "server.pem", lk_test_cert_to_pem_with_key (self->door->server, NULL, NULL)));
  g_free (write_text (self, "client.pem", lk_test_cert_to_pem_with_key (self->door->client, NULL, NULL)));
  g_free (write_text (self, "ca.pem", lk_test_cert_to_pem (self->door->ca)));
  g_free (write_text (self, "other.pem", lk_test_cert_to_pem (self->door->other_ca)));
  config = g_build_filename (self->folder, "nginx.conf", NULL);
  log = g_build_filename (self->folder, "error.log", NULL);
  write_config (self, VERIFY_OFF);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "nginx", "-p", self->folder, "-c",
                                               config, "-e", log, NULL);
  g_assert_no_error (error);
  wait_for_generation (self);
  return self;
}

static void
stop (Nginx *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_object_unref (self->process);
  lk_test_camera_free (self->door);
  lk_test_folder_remove (self->folder);
  g_free (self->folder);
  g_free (self->address);
  g_free (self->uri);
  g_free (self);
}

static gboolean
lacks_programs (void)
{
  static const char *const programs[] = { "nginx", "openssl" };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *path = g_find_program_in_path (programs[i]);

      if (path != NULL)
        continue;
      g_test_skip_printf ("%s is not there", programs[i]);
      return TRUE;
    }
  return FALSE;
}

/* Verdicts */

static LkTlsProbe *
probe_camera (const Nginx *self, LkIdentity *identity)
{
  LkTlsProbeOptions options = {
    .uri = self->uri, .pin = self->door->pin, .identity = identity, .timeout_s = 10
  };
  g_autoptr (GError) error = NULL;
  LkTlsProbe *probe = lk_tls_probe_run (&options, NULL, &error);

  g_assert_no_error (error);
  return probe;
}

/* What everything else in the program would be told. */
static gboolean
is_connection_let_in (const Nginx *self, LkIdentity *identity)
{
  LkConnectionOptions options = { .uri = self->uri, .pin = self->door->pin, .identity = identity };
  LkRequest request = { .path = "/", .flags = LK_REQUEST_ANONYMOUS };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkConnection) connection = lk_connection_new (&options, &error);
  g_autoptr (LkReply) reply = NULL;

  g_assert_no_error (error);
  reply = lk_connection_send (connection, &request, NULL, &error);
  if (reply == NULL)
    g_assert_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED);
  return reply != NULL;
}

/* Whatever the camera itself says is an answer of somebody who was let in. */
static gboolean
is_let_in (const Sight *sight)
{
  return sight->status == 200 || sight->status == 401;
}

/* The probe sees what s_client sees; gives back whether one is let in. */
static gboolean
compare (const Nginx *self, LkIdentity *identity, const char *path)
{
  g_auto (Sight) sight = ask_openssl (self, path, NULL, NULL);
  g_autoptr (LkTlsProbe) probe = probe_camera (self, identity);

  g_test_message ("openssl: HTTP %d, %s; probe: HTTP %u, %s", sight.status, sight.requested ? "asks" : "does not ask", lk_tls_probe_get_status (probe),
                  lk_tls_probe_is_answered (probe) ? "let in" : lk_tls_probe_get_error (probe)->message);
  g_assert_true (is_let_in (&sight) || sight.status == 400);
  g_assert_cmpint (lk_tls_probe_is_answered (probe), ==, is_let_in (&sight));
  g_assert_cmpint (lk_tls_probe_get_status (probe), ==, sight.status);
  g_assert_cmpint (is_connection_let_in (self, identity), ==, is_let_in (&sight));
  g_assert_cmpint (lk_tls_probe_is_certificate_requested (probe), ==, sight.requested);
  g_assert_cmpint (lk_tls_probe_get_version (probe), ==, sight.version);
  g_assert_cmpint (sight.version, ==, self->kind->version);
  return is_let_in (&sight);
}

typedef struct
{
  const char *name;
  LkTestSpec spec;
  gboolean is_stranger;
} Person;

static const Person people[] = {
  { "good", { .eku = "client" }, FALSE },
  { "wrong CA", { .eku = "client" }, TRUE },
  { "expired", { .eku = "client", .not_before = "2020-01-01", .not_after = "2021-01-01" }, FALSE },
  { "not yet valid", { .eku = "client", .not_before = "2080-01-01", .not_after = "2090-01-01" }, FALSE },
  { "for servers", { .eku = "server" }, FALSE },
  { "no purpose", { .eku = NULL }, FALSE },
};

static void
judge_person (const Nginx *self, const Person *person, Verify verify)
{
  LkTestSpec spec = person->spec;
  g_autoptr (GPtrArray) trusted = lk_test_certificates (self->door->ca);
  g_autoptr (LkTestCert) certificate = NULL;
  g_autoptr (LkIdentity) identity = NULL;
  g_autoptr (LkRehearsal) rehearsal = NULL;
  g_autofree char *path = NULL;
  gboolean let_in;

  spec.subject = "CN=grace";
  spec.issuer = person->is_stranger ? self->door->other_ca : self->door->ca;
  certificate = lk_test_cert_new (&spec);
  identity = lk_test_identity (certificate, NULL);
  path = write_text (self, "person.pem", lk_test_cert_to_pem_with_key (certificate, NULL, NULL));
  g_test_message ("%s:", person->name);
  let_in = compare (self, identity, path);
  if (verify == VERIFY_OFF)
    {
      g_assert_true (let_in);
      return;
    }
  rehearsal = lk_rehearsal_run (trusted, identity, NULL, NULL, NULL);
  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS; i++)
    g_assert_cmpint (lk_rehearsal_get_verdict (rehearsal, i)->accepted, ==, let_in);
}

static void
test_verdicts (gconstpointer data)
{
  Nginx *nginx;

  if (lacks_programs ())
    return;
  nginx = start (data);
  for (int verify = VERIFY_OFF; verify <= VERIFY_ON; verify++)
    {
      if (verify != VERIFY_OFF)
        reload (nginx, (Verify)verify);
      g_test_message ("ssl_verify_client %s", verifies[verify].word);
      g_assert_cmpint (compare (nginx, NULL, NULL), ==, verify != VERIFY_ON);
      for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
        judge_person (nginx, &people[i], (Verify)verify);
    }
  reload (nginx, VERIFY_OFF);
  g_assert_true (compare (nginx, NULL, NULL));
  stop (nginx);
}

/* A session that is taken up again needs no certificate. That is why a probe never takes one up. */
static void
test_resumption (gconstpointer data)
{
  Nginx *nginx;
  g_autofree char *session = NULL;
  g_autofree char *client = NULL;
  g_auto (Sight) first = { 0 };
  g_auto (Sight) resumed = { 0 };
  g_autoptr (LkTlsProbe) with = NULL;
  g_autoptr (LkTlsProbe) without = NULL;

  if (lacks_programs ())
    return;
  nginx = start (data);
  reload (nginx, VERIFY_ON);
  session = g_build_filename (nginx->folder, "session", NULL);
  client = g_build_filename (nginx->folder, "client.pem", NULL);
  first = ask_openssl (nginx, client, "-sess_out", session);
  resumed = ask_openssl (nginx, NULL, "-sess_in", session);
  g_assert_true (is_let_in (&first));
  g_assert_nonnull (strstr (resumed.text, "Reused, "));
  g_assert_true (is_let_in (&resumed));
  with = probe_camera (nginx, nginx->door->identity);
  without = probe_camera (nginx, NULL);
  g_assert_true (lk_tls_probe_is_answered (with));
  g_assert_false (lk_tls_probe_is_answered (without));
  stop (nginx);
}

/* The guard */

typedef struct
{
  Nginx *nginx;
  Verify on; /* what nginx makes of "enabled" */
  int over;  /* atomic */
} Watch;

/* nginx follows what the camera behind it remembers. */
static gpointer
watch_thread (gpointer data)
{
  Watch *watch = data;
  gboolean is_on = FALSE;
  gboolean is_last;

  do
    {
      gboolean enabled;

      is_last = g_atomic_int_get (&watch->over) != 0;
      enabled = lk_test_camera_is_enabled (watch->nginx->door);
      if (enabled != is_on)
        reload (watch->nginx, enabled ? watch->on : VERIFY_OFF);
      is_on = enabled;
      g_usleep (10 * 1000);
    }
  while (!is_last);
  return NULL;
}

static gboolean
refuse_to_keep (guint seconds, GCancellable *cancellable, gpointer user_data)
{
  return FALSE;
}

/* One run, with what it shall come to. */
static void
run_guard (Nginx *nginx, Verify on, gboolean keep, LkOutcomeResult expected)
{
  LkTestCamera *door = nginx->door;
  LkOutcomeResult result;
  gboolean enabled;
  Watch watch = { nginx, on, 0 };
  GThread *thread = g_thread_new ("watch", watch_thread, &watch);
  g_autoptr (LkOutcome) outcome = NULL;

  g_clear_object (&door->camera);
  g_free (door->uri);
  door->uri = g_strdup (nginx->uri);
  door->camera = lk_test_camera_open (door, NULL);
  door->request.camera = door->camera;
  door->request.keep_unasked = keep;
  door->request.confirm = refuse_to_keep;
  door->request.times.settle_ms = on == VERIFY_ON ? 10000 : 1500;
  if (on != VERIFY_BY_OTHERS)
    door->request.times.roll_back_ms = 60000;
  outcome = lk_guard_run (&door->request, NULL);
  g_test_message ("%s", lk_outcome_get_message (outcome));
  result = lk_outcome_get_result (outcome);
  g_atomic_int_set (&watch.over, 1);
  g_thread_join (thread);
  enabled = lk_test_camera_is_enabled (door);
  /* Reloaded, nginx closes what is open and idle: a lifeline may or may not live through it, and
   * so may the answer to what was sent over it. */
  if (on != VERIFY_BY_OTHERS || result != LK_OUTCOME_UNKNOWN)
    {
      g_assert_cmpint (result, ==, expected);
      g_assert_cmpint (enabled, ==, result != LK_OUTCOME_ROLLED_BACK);
      g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, enabled);
    }
  else if (lk_outcome_get_enabled (outcome) >= 0)
    g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, enabled);
  g_assert_cmpint (compare (nginx, NULL, NULL), ==, !enabled);
}

/* Kept, not kept; and wished to be kept on a camera that asks but does not insist, and on one that
 * locks everybody out. */
static void
test_guard (gconstpointer data)
{
  static const struct
  {
    Verify on;
    gboolean keep;
    LkOutcomeResult expected;
  } runs[] = {
    { VERIFY_ON, FALSE, LK_OUTCOME_ROLLED_BACK },
    { VERIFY_ON, TRUE, LK_OUTCOME_KEPT },
    { VERIFY_OPTIONAL, TRUE, LK_OUTCOME_ROLLED_BACK },
    { VERIFY_BY_OTHERS, TRUE, LK_OUTCOME_ROLLED_BACK },
  };

  if (lacks_programs ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      Nginx *nginx = start (data);

      run_guard (nginx, runs[i].on, runs[i].keep, runs[i].expected);
      stop (nginx);
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    GTestDataFunc func;
  } tests[] = { { "verdicts-agree", test_verdicts }, { "probe-does-not-resume", test_resumption }, { "guard-gets-through", test_guard } };
  g_autofree char *path = g_strdup_printf ("%s:/usr/sbin", g_getenv ("PATH"));

  g_setenv ("PATH", path, TRUE);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (gsize n = 0; n < G_N_ELEMENTS (tests); n++)
      {
        g_autofree char *name = g_strdup_printf ("/setup/nginx/%s/%s", kinds[i].name, tests[n].name);

        g_test_add_data_func (name, &kinds[i], tests[n].func);
      }
  return g_test_run ();
}
