/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A bundle of 10,000 certificates, read and described, against two peers over the same data: a bare
 * loop of gnutls_x509_crt_import() with fingerprints, and "openssl storeutl -noout -text". Prints
 * the ratios and fails when they are not 1.5 and 1. The best of three runs counts, taken in turn;
 * what is compared is processor time, which says the same on a busy machine. */

#include "config.h"

#include "sample.h"

#include "certificate/lk-description.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#define COUNT 10000
#define RUNS  3

#define MAX_RATIO_GNUTLS  1.5
#define MAX_RATIO_OPENSSL 1.0

static GPtrArray *
make_certificates (void)
{
  static const LkSampleSpec issuer_spec = { .dn = "CN=Bench CA,O=Example",
                                            .is_ca = TRUE,
                                            .key_usage = GNUTLS_KEY_KEY_CERT_SIGN };
  static const LkSampleSpec spec = {
    .dn = "CN=camera.example,OU=Cameras,O=Example,C=JP",
    .key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE,
    .purpose = GNUTLS_KP_TLS_WWW_CLIENT,
    .dns_name = "camera.example"
  };
  g_autoptr (LkSample) issuer = lk_sample_new (&issuer_spec), sample = lk_sample_new (&spec);
  GPtrArray *certificates = g_ptr_array_new_with_free_func (g_object_unref);
  guint8 key_id[20] = { 1 };

  lk_sample_sign (issuer, NULL);
  g_assert_cmpint (gnutls_x509_crt_set_subject_key_id (sample->certificate, key_id, sizeof key_id),
                   >=, 0);
  g_assert_cmpint (
    gnutls_x509_crt_set_authority_key_id (sample->certificate, key_id, sizeof key_id), >=, 0);
  for (guint32 i = 0; i < COUNT; i++)
    {
      guint32 serial = GUINT32_TO_BE (0x10000000 + i);

      g_assert_cmpint (gnutls_x509_crt_set_serial (sample->certificate, &serial, sizeof serial), >=,
                       0);
      lk_sample_sign (sample, issuer);
      g_ptr_array_add (certificates, lk_sample_to_certificate (sample));
    }
  return certificates;
}

/* @who: RUSAGE_SELF, or RUSAGE_CHILDREN that have ended. */
static double
get_seconds (int who)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (who, &usage), ==, 0);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

static double
run_ours (GBytes *text)
{
  double start = get_seconds (RUSAGE_SELF);
  g_autoptr (LkBundle) bundle = lk_bundle_new_from_bytes (text, "bench.pem", NULL, NULL, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GListModel *items;

  g_assert_nonnull (bundle);
  items = lk_bundle_get_items (bundle);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, COUNT);
  for (guint i = 0; i < COUNT; i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);
      g_autoptr (GListModel) sections = lk_describe_item (item, now);

      g_assert_cmpuint (g_list_model_get_n_items (sections), >, 5);
    }
  return get_seconds (RUSAGE_SELF) - start;
}

static double
run_gnutls (GPtrArray *pems)
{
  double start = get_seconds (RUSAGE_SELF);

  for (guint i = 0; i < pems->len; i++)
    {
      const char *pem = g_ptr_array_index (pems, i);
      gnutls_datum_t data = { (unsigned char *)pem, (unsigned)strlen (pem) };
      gnutls_x509_crt_t certificate;
      guint8 digest[32];
      size_t size = sizeof digest;

      g_assert_cmpint (gnutls_x509_crt_init (&certificate), >=, 0);
      g_assert_cmpint (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_PEM), >=, 0);
      g_assert_cmpint (
        gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256, digest, &size), >=, 0);
      size = sizeof digest;
      g_assert_cmpint (
        gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA1, digest, &size), >=, 0);
      gnutls_x509_crt_deinit (certificate);
    }
  return get_seconds (RUSAGE_SELF) - start;
}

/* A program that prints as text what is in the file. Negative where it is not there. */
static double
run_program (const char *const *argv)
{
  double start = get_seconds (RUSAGE_CHILDREN);
  g_autoptr (GSubprocess) process = g_subprocess_newv (
    argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);

  if (process == NULL || !g_subprocess_wait_check (process, NULL, NULL))
    return -1;
  return get_seconds (RUSAGE_CHILDREN) - start;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) certificates = make_certificates ();
  g_autoptr (GPtrArray) pems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *folder = g_dir_make_tmp ("latchkey-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bundle.pem", NULL);
  const char *const storeutl[] = { "openssl", "storeutl", "-noout", "-text", path, NULL };
  const char *const inspect[] = { argc > 1 ? argv[1] : "latchkeyctl", "inspect", path, NULL };
  double ours = G_MAXDOUBLE, gnutls = G_MAXDOUBLE, openssl = G_MAXDOUBLE, printed = G_MAXDOUBLE;

  for (guint i = 0; i < certificates->len; i++)
    {
      g_ptr_array_add (pems, lk_certificate_to_pem (g_ptr_array_index (certificates, i)));
      g_string_append (text, g_ptr_array_index (pems, i));
    }
  g_assert_true (g_file_set_contents (path, text->str, (gssize)text->len, NULL));
  bytes = g_bytes_new (text->str, text->len);
  for (guint i = 0; i < RUNS; i++)
    {
      ours = MIN (ours, run_ours (bytes));
      gnutls = MIN (gnutls, run_gnutls (pems));
      openssl = MIN (openssl, run_program (storeutl));
      printed = MIN (printed, run_program (inspect));
    }
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_print ("%d certificates, %" G_GSIZE_FORMAT " bytes of PEM\n", COUNT, text->len);
  g_print ("read and described: %.3f s\n", ours);
  g_print ("gnutls_x509_crt_import and fingerprints: %.3f s, ratio %.2f (at most %.1f)\n", gnutls, ours / gnutls, MAX_RATIO_GNUTLS);
  if (openssl < 0)
    g_print ("openssl storeutl: not there\n");
  else
    g_print ("openssl storeutl -noout -text: %.3f s, ratio %.2f, latchkeyctl inspect %.2f (below %.1f)\n",
             openssl, ours / openssl, printed / openssl, MAX_RATIO_OPENSSL);
  if (printed < 0 || ours / gnutls > MAX_RATIO_GNUTLS)
    return 1;
  return openssl < 0 || MAX (ours, printed) / openssl < MAX_RATIO_OPENSSL ? 0 : 1;
}
