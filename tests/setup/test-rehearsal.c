/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-rehearsal.h"

#include "lk-test-identity.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct
{
  const char *path;
  LkTestSpec spec;
  enum
  {
    ISSUER_TRUSTED,
    ISSUER_UNDER_TRUSTED,
    ISSUER_UNKNOWN
  } issuer;
  const char *alert; /* NULL: accepted */
} Row;

/* The alerts are those that an OpenSSL server sends; test-peers asks one. */
static const Row rows[] = {
  { "/setup/rehearsal/accepts-good", { .eku = "client" }, ISSUER_TRUSTED, NULL },
  { "/setup/rehearsal/accepts-rsa", { .eku = "client", .key = "rsa2048" }, ISSUER_TRUSTED, NULL },
  { "/setup/rehearsal/accepts-p384", { .eku = "client", .key = "p384" }, ISSUER_TRUSTED, NULL },
  { "/setup/rehearsal/accepts-ed25519", { .eku = "client", .key = "ed25519" }, ISSUER_TRUSTED, NULL },
  { "/setup/rehearsal/accepts-no-purpose", { .eku = NULL }, ISSUER_TRUSTED, NULL },
  { "/setup/rehearsal/accepts-under-intermediate", { .eku = "client" }, ISSUER_UNDER_TRUSTED, NULL },
  { "/setup/rehearsal/refuses-unknown-ca", { .eku = "client" }, ISSUER_UNKNOWN, "unknown_ca" },
  { "/setup/rehearsal/refuses-server-certificate", { .eku = "server" }, ISSUER_TRUSTED, "unsupported_certificate" },
  { "/setup/rehearsal/refuses-any-purpose", { .eku = "any" }, ISSUER_TRUSTED, "unsupported_certificate" },
  { "/setup/rehearsal/refuses-expired",
    { .eku = "client", .not_before = "2020-01-01", .not_after = "2021-01-01" },
    ISSUER_TRUSTED,
    "certificate_expired" },
  { "/setup/rehearsal/refuses-not-yet-valid",
    { .eku = "client", .not_before = "2090-01-01", .not_after = "2091-01-01" },
    ISSUER_TRUSTED,
    "bad_certificate" },
};

static void
check (LkRehearsal *rehearsal, const char *alert)
{
  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS; i++)
    {
      const LkRehearsalVerdict *verdict = lk_rehearsal_get_verdict (rehearsal, i);

      g_test_message ("%s: %d %d %s (%s)", verdict->name, verdict->accepted,
                      verdict->refused_without, verdict->alert_name, verdict->detail);
      g_assert_cmpint (verdict->accepted, ==, alert == NULL);
      g_assert_true (verdict->refused_without);
      g_assert_cmpstr (verdict->alert_name, ==, alert);
    }
  g_assert_cmpint (lk_rehearsal_is_passed (rehearsal), ==, alert == NULL);
  g_assert_cmpint (lk_rehearsal_get_cause (rehearsal) == NULL, ==, alert == NULL);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkTestCert) other_ca = lk_test_ca_new ("CN=Other CA", NULL);
  g_autoptr (LkTestCert) sub_ca = lk_test_ca_new ("CN=Sub CA", ca);
  const LkTestCert *issuers[] = { ca, sub_ca, other_ca };
  g_autoptr (LkTestCert) client = NULL;
  g_autoptr (LkIdentity) identity = NULL;
  g_autoptr (GPtrArray) trusted = lk_test_certificates (ca);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkRehearsal) rehearsal = NULL;
  LkTestSpec spec = row->spec;

  spec.subject = "CN=ada";
  spec.issuer = issuers[row->issuer];
  client = lk_test_cert_new (&spec);
  identity = lk_test_identity (client, row->issuer == ISSUER_UNDER_TRUSTED ? sub_ca : NULL);
  rehearsal = lk_rehearsal_run (trusted, identity, NULL, NULL, &error);
  g_assert_no_error (error);
  check (rehearsal, row->alert);
  g_assert_finalize_object (g_steal_pointer (&rehearsal));
}

static void
test_camera_time (void)
{
  g_autoptr (LkTestCert) ca = lk_test_cert_new (
    &(LkTestSpec){ .subject = "CN=Site CA", .ca = TRUE, .not_before = "1990-01-01" });
  g_autoptr (LkTestCert) client = lk_test_client_new ("CN=ada", ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (client, NULL);
  g_autoptr (GPtrArray) trusted = lk_test_certificates (ca);
  g_autoptr (GDateTime) year_2000 = g_date_time_new_utc (2000, 1, 1, 0, 0, 0);
  g_autoptr (LkRehearsal) rehearsal = lk_rehearsal_run (trusted, identity, year_2000, NULL, NULL);

  check (rehearsal, "bad_certificate");
}

static void
test_no_ca (void)
{
  g_autoptr (LkTestCert) not_ca =
    lk_test_cert_new (&(LkTestSpec){ .subject = "CN=Site", .no_constraints = TRUE });
  g_autoptr (LkTestCert) client = lk_test_client_new ("CN=ada", not_ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (client, NULL);
  g_autoptr (GPtrArray) trusted = lk_test_certificates (not_ca);
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (LkRehearsal) one = lk_rehearsal_run (trusted, identity, NULL, NULL, NULL);
  g_autoptr (LkRehearsal) none = lk_rehearsal_run (nobody, identity, NULL, NULL, NULL);

  check (one, "unknown_ca");
  check (none, "unknown_ca");
}

static void
test_json (void)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkTestCert) client = lk_test_client_new ("CN=ada", ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (client, ca);
  g_autoptr (GPtrArray) trusted = lk_test_certificates (ca);
  g_autoptr (LkRehearsal) rehearsal = lk_rehearsal_run (trusted, identity, NULL, NULL, NULL);
  g_autoptr (JsonNode) json = lk_rehearsal_to_json (rehearsal);
  JsonObject *version = json_object_get_object_member (json_node_get_object (json), "tls1.3");

  g_assert_true (json_object_get_boolean_member (version, "accepted"));
  g_assert_true (json_object_get_boolean_member (version, "refused_without"));
  g_assert_true (json_object_get_null_member (version, "alert"));
}

static void
test_cancelled (void)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkTestCert) client = lk_test_client_new ("CN=ada", ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (client, ca);
  g_autoptr (GPtrArray) trusted = lk_test_certificates (ca);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (lk_rehearsal_run (trusted, identity, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static guint n_sockets;

/* In place of the C library's, for all libraries of this process. */
int
socket (int domain, int type, int protocol)
{
  n_sockets++;
  return (int)syscall (SYS_socket, domain, type, protocol);
}

static void
test_opens_no_socket (void)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkTestCert) client = lk_test_client_new ("CN=ada", ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (client, ca);
  g_autoptr (GPtrArray) trusted = lk_test_certificates (ca);
  g_autoptr (GSocket) counted = NULL;
  g_autoptr (LkRehearsal) rehearsal = NULL;
  guint n_before;

  counted = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_cmpuint (n_sockets, >, 0);
  n_before = n_sockets;
  rehearsal = lk_rehearsal_run (trusted, identity, NULL, NULL, NULL);
  check (rehearsal, NULL);
  g_assert_cmpuint (n_sockets, ==, n_before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
  g_test_add_func ("/setup/rehearsal/judges-by-camera-time", test_camera_time);
  g_test_add_func ("/setup/rehearsal/trusts-no-end-entity", test_no_ca);
  g_test_add_func ("/setup/rehearsal/json-has-fixed-keys", test_json);
  g_test_add_func ("/setup/rehearsal/stops-when-cancelled", test_cancelled);
  g_test_add_func ("/setup/rehearsal/opens-no-socket", test_opens_no_socket);
  return g_test_run ();
}
