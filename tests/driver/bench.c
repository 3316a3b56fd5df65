/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench.h"

#include "base/lk-error.h"
#include "driver/lk-driver.h"

#include <string.h>

static LkSimCamera *
start_with_profile (LkSimCameraOptions *options, const char *identifier)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSncProfile) profile = lk_snc_profile_find (identifier, &error);
  LkSimCamera *sim;

  g_assert_no_error (error);
  options->profile = profile;
  sim = lk_sim_camera_new (options, &error);
  g_assert_no_error (error);
  return sim;
}

static LkSimCamera *
start_snc_v3 (LkSimCameraOptions *options)
{
  return start_with_profile (options, "snc-v3");
}

static LkSimCamera *
start_snc_g5 (LkSimCameraOptions *options)
{
  return start_with_profile (options, "snc-g5");
}

static LkSimCamera *
start_onvif_with (LkSimCameraOptions *options, const char *const *quirks)
{
  g_autoptr (GError) error = NULL;
  LkSimCamera *sim;

  options->onvif = TRUE;
  options->onvif_quirks = quirks;
  sim = lk_sim_camera_new (options, &error);
  g_assert_no_error (error);
  return sim;
}

static LkSimCamera *
start_onvif (LkSimCameraOptions *options)
{
  return start_onvif_with (options, NULL);
}

static LkSimCamera *
start_onvif_old (LkSimCameraOptions *options)
{
  static const char *const quirks[] = { "old-names", "only-3des", "token", "setup-ms=20", "key-ms=20", NULL };

  return start_onvif_with (options, quirks);
}

static LkSimCamera *
start_onvif_pkcs8 (LkSimCameraOptions *options)
{
  static const char *const quirks[] = { "no-pkcs12", "only-rsa", "tls-versions", "cn-maps", NULL };

  return start_onvif_with (options, quirks);
}

static LkSimCamera *
start_onvif_legacy (LkSimCameraOptions *options)
{
  static const char *const quirks[] = { "legacy", NULL };

  return start_onvif_with (options, quirks);
}

const BenchKind bench_kinds[] = {
  { "snc-v3", "snc", start_snc_v3 },
  { "snc-g5", "snc", start_snc_g5 },
  { "onvif", "onvif", start_onvif },
  { "onvif-old", "onvif", start_onvif_old },
  { "onvif-pkcs8", "onvif", start_onvif_pkcs8 },
  { "onvif-legacy", "onvif", start_onvif_legacy },
};

const gsize n_bench_kinds = G_N_ELEMENTS (bench_kinds);

/* The PKI */

static BenchPki pki;

static LkCertificate *
to_certificate (const LkTestCert *cert)
{
  LkCertificate *certificate = lk_certificate_new_from_der (cert->der, NULL);

  g_assert_nonnull (certificate);
  return certificate;
}

LkIdentity *
bench_make_identity (const LkTestCert *cert)
{
  g_autoptr (GBytes) bytes = lk_test_cert_to_pkcs12 (cert, NULL, "secret");
  g_autoptr (LkSecret) password = lk_secret_new ("secret", -1);
  LkIdentity *identity = lk_identity_new_from_pkcs12 (bytes, password, NULL);

  g_assert_nonnull (identity);
  return identity;
}

const BenchPki *
bench_get_pki (void)
{
  if (pki.leaf != NULL)
    return &pki;
  for (gsize i = 0; i < G_N_ELEMENTS (pki.cas); i++)
    {
      g_autofree char *subject = g_strdup_printf ("CN=Site CA %zu,O=Black & White\\, Inc.", i);

      pki.ca_certs[i] = lk_test_ca_new (subject, NULL);
      pki.cas[i] = to_certificate (pki.ca_certs[i]);
    }
  {
    g_autoptr (LkTestCert) leaf = lk_test_client_new ("CN=Leaf", pki.ca_certs[0]);
    g_autoptr (LkTestCert) person = lk_test_client_new ("CN=Person", pki.ca_certs[0]);
    g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=Stranger", pki.ca_certs[5]);
    g_autoptr (LkTestCert) expired = lk_test_cert_new (&(LkTestSpec){
      .subject = "CN=Old CA", .ca = TRUE, .not_before = "2010-01-05", .not_after = "2012-01-05" });

    pki.leaf = to_certificate (leaf);
    pki.expired_ca = to_certificate (expired);
    pki.person = bench_make_identity (person);
    pki.stranger = bench_make_identity (stranger);
  }
  pki.server_cert = lk_test_server_new ("CN=127.0.0.1", "IP:127.0.0.1,DNS:localhost", pki.ca_certs[0]);
  pki.other_server_cert = lk_test_server_new ("CN=other.example", "DNS:other.example", pki.ca_certs[0]);
  return &pki;
}

void
bench_drop_pki (void)
{
  if (pki.leaf == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (pki.cas); i++)
    {
      lk_test_cert_free (pki.ca_certs[i]);
      g_object_unref (pki.cas[i]);
    }
  g_object_unref (pki.leaf);
  g_object_unref (pki.expired_ca);
  g_object_unref (pki.person);
  g_object_unref (pki.stranger);
  lk_test_cert_free (pki.server_cert);
  lk_test_cert_free (pki.other_server_cert);
  memset (&pki, 0, sizeof pki);
}

LkServerImport *
bench_make_server (const LkTestCert *cert, LkServerFileKind kind, const char *password)
{
  g_autoptr (LkSecret) secret = password != NULL ? lk_secret_new (password, -1) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  LkServerImport *import;

  if (kind == LK_SERVER_FILE_PKCS12)
    bytes = lk_test_cert_to_pkcs12 (cert, NULL, password);
  else
    {
      char *pem = lk_test_cert_to_pem_with_key (cert, NULL, password);

      bytes = g_bytes_new_take (pem, strlen (pem));
    }
  import = lk_server_import_new (bytes, secret, &error);
  g_assert_no_error (error);
  return import;
}

LkCertificate *
bench_sign_request (GBytes *request)
{
  const char *extensions = "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n";
  g_autofree char *folder = lk_test_folder_new ();
  g_autofree char *csr = g_build_filename (folder, "request.der", NULL);
  g_autofree char *ca = g_build_filename (folder, "ca.pem", NULL);
  g_autofree char *ext = g_build_filename (folder, "ext", NULL);
  g_autofree char *out = g_build_filename (folder, "signed.pem", NULL);
  g_autofree char *ca_pem =
    lk_test_cert_to_pem_with_key (bench_get_pki ()->ca_certs[0], NULL, NULL);
  g_autofree char *pem = NULL;
  const char *argv[] = { "openssl", "x509", "-req", "-inform", "DER", "-in", csr, "-CA", ca, "-CAkey", ca,
                         "-set_serial", "0x7001", "-days", "300", "-extfile", ext, "-out", out, NULL };
  g_autoptr (GSubprocess) openssl = NULL;
  g_autoptr (GError) error = NULL;
  LkCertificate *certificate;

  g_assert_true (g_file_set_contents (csr, g_bytes_get_data (request, NULL),
                                      (gssize)g_bytes_get_size (request), &error));
  g_assert_true (g_file_set_contents (ca, ca_pem, -1, &error));
  g_assert_true (g_file_set_contents (ext, extensions, -1, &error));
  openssl = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (openssl, NULL, &error));
  g_assert_true (g_file_get_contents (out, &pem, NULL, &error));
  certificate = lk_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  lk_test_folder_remove (folder);
  return certificate;
}

/* The bench */

Bench *
bench_new (const BenchKind *kind, const LkSimCameraOptions *options)
{
  LkSimCameraOptions own = options != NULL ? *options : (LkSimCameraOptions){ 0 };
  Bench *self = g_new0 (Bench, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCameraRecord) record = NULL;

  self->kind = kind;
  self->sim = kind->start (&own);
  lk_sim_camera_start (self->sim);
  self->password = lk_secret_new (LK_SIM_DEFAULT_PASSWORD, -1);
  self->pin = lk_sim_camera_dup_pin (self->sim);
  self->folder = lk_test_folder_new ();
  self->store = lk_store_open (self->folder, &error);
  g_assert_no_error (error);
  record = lk_camera_record_new (&(LkCameraRecordFields){
    .id = "bench", .name = "Bench", .uri = lk_sim_camera_get_uri (self->sim), .driver = "auto" });
  lk_store_save_camera (self->store, record, &error);
  g_assert_no_error (error);
  self->log = lk_log_new ();
  self->camera = bench_open (self, NULL, NULL, &error);
  g_assert_no_error (error);
  return self;
}

void
bench_free (Bench *self)
{
  g_clear_object (&self->camera);
  lk_sim_camera_stop (self->sim);
  g_object_unref (self->sim);
  g_object_unref (self->log);
  g_object_unref (self->store);
  lk_secret_unref (self->password);
  lk_test_folder_remove (self->folder);
  g_free (self->folder);
  g_free (self->pin);
  g_free (self);
}

LkCamera *
bench_open (Bench *self, LkIdentity *identity, const char *pin, GError **error)
{
  LkConnectionOptions options = {
    .uri = lk_sim_camera_get_uri (self->sim),
    .user = LK_SIM_DEFAULT_USER,
    .password = self->password,
    .pin = pin != NULL ? pin : self->pin,
    .identity = identity,
    .timeout_s = 10,
    .log = self->log,
  };
  g_autoptr (LkConnection) connection = lk_connection_new (&options, error);
  LkCamera *camera =
    connection != NULL ? lk_driver_open (connection, self->kind->driver, NULL, NULL, error) : NULL;

  if (camera != NULL)
    lk_camera_set_store (camera, self->store, "bench");
  return camera;
}

void
bench_add_fault (Bench *self, const char *specification)
{
  g_autoptr (GError) error = NULL;

  lk_sim_camera_add_fault (self->sim, specification, &error);
  g_assert_no_error (error);
}

guint
bench_count_record (Bench *self, const char *words)
{
  g_autoptr (GPtrArray) record = lk_sim_camera_list_record (self->sim);
  guint count = 0;

  for (guint i = 0; i < record->len; i++)
    count += strstr (g_ptr_array_index (record, i), words) != NULL;
  return count;
}

void
bench_prepare (Bench *self)
{
  const BenchPki *known = bench_get_pki ();
  g_autoptr (LkServerImport) import =
    bench_make_server (known->server_cert, LK_SERVER_FILE_PKCS12, "secret");
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) with_server = NULL;
  g_autoptr (LkSslTab) with_ca = NULL;

  with_server = lk_camera_import_server (self->camera, import, NULL, &error);
  g_assert_no_error (error);
  with_ca = lk_camera_import_ca (self->camera, 0, known->cas[0], NULL, &error);
  g_assert_no_error (error);
}

typedef struct
{
  const BenchKind *kind;
  void (*test) (Bench *bench);
} Row;

static void
run_row (gconstpointer data)
{
  const Row *row = data;
  Bench *bench = bench_new (row->kind, NULL);

  row->test (bench);
  bench_free (bench);
}

void
bench_add_test (const char *name, void (*test) (Bench *bench))
{
  for (gsize i = 0; i < n_bench_kinds; i++)
    {
      g_autofree char *path = g_strdup_printf ("/driver/%s/%s", bench_kinds[i].name, name);
      Row *row = g_new0 (Row, 1);

      row->kind = &bench_kinds[i];
      row->test = test;
      g_test_add_data_func_full (path, row, run_row, g_free);
    }
}
