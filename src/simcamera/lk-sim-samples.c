/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-samples.h"

#include "base/lk-error.h"
#include "simcamera/lk-sim-pki.h"

typedef enum
{
  SITE_CA,
  SECOND_CA,
  EXPIRED_CA,
  SERVER,
  PERSON,
  EXPIRED_PERSON,
  FOREIGN_PERSON,
  SERVER_PERSON,
  N_ITEMS,
  NOBODY = N_ITEMS
} Item;

/* Issuers stand before those they sign. */
static const struct
{
  LkSimPkiSpec spec;
  Item issuer;
} items[N_ITEMS] = {
  [SITE_CA] = { { .subject = "CN=Site CA,O=Example",
                  .is_ca = TRUE,
                  .from_days = -30,
                  .to_days = 3650 },
                NOBODY },
  [SECOND_CA] = { { .subject = "CN=Second CA,O=Example",
                    .is_ca = TRUE,
                    .from_days = -30,
                    .to_days = 1825 },
                  NOBODY },
  [EXPIRED_CA] = { { .subject = "CN=Old Site CA,O=Example",
                     .is_ca = TRUE,
                     .from_days = -3650,
                     .to_days = -30 },
                   NOBODY },
  [SERVER] = { { .subject = "CN=127.0.0.1,O=Example",
                 .from_days = -1,
                 .to_days = 730,
                 .key_purpose = GNUTLS_KP_TLS_WWW_SERVER,
                 .is_for_loopback = TRUE },
               SITE_CA },
  [PERSON] = { { .subject = "CN=Administrator,O=Example",
                 .from_days = -1,
                 .to_days = 730,
                 .key_purpose = GNUTLS_KP_TLS_WWW_CLIENT },
               SITE_CA },
  [EXPIRED_PERSON] = { { .subject = "CN=Administrator (expired),O=Example",
                         .from_days = -730,
                         .to_days = -10,
                         .key_purpose = GNUTLS_KP_TLS_WWW_CLIENT },
                       SITE_CA },
  [FOREIGN_PERSON] = { { .subject = "CN=Administrator (wrong CA),O=Example",
                         .from_days = -1,
                         .to_days = 730,
                         .key_purpose = GNUTLS_KP_TLS_WWW_CLIENT },
                       SECOND_CA },
  [SERVER_PERSON] = { { .subject = "CN=Administrator (server only),O=Example",
                        .from_days = -1,
                        .to_days = 730,
                        .key_purpose = GNUTLS_KP_TLS_WWW_SERVER },
                      SITE_CA },
};

typedef enum
{
  AS_PEM,
  AS_DER,
  AS_BUNDLE,
  AS_PKCS12,
} Form;

static const struct
{
  const char *name;
  Item item;
  Form form;
  const char *password;
  const char *help;
} files[] = {
  { LK_SIM_SAMPLE_CA, SITE_CA, AS_PEM, NULL, "A good CA certificate: import it as Trusted CA certificate 1." },
  { LK_SIM_SAMPLE_SECOND_CA, SECOND_CA, AS_PEM, NULL, "Another good CA certificate." },
  { LK_SIM_SAMPLE_CA_DER, SITE_CA, AS_DER, NULL, "The first one in DER: a camera takes PEM alone, so it is converted." },
  { LK_SIM_SAMPLE_BUNDLE, SITE_CA, AS_BUNDLE, NULL, "Both CA certificates in one file: choose one." },
  { LK_SIM_SAMPLE_EXPIRED_CA, EXPIRED_CA, AS_PEM, NULL, "A CA certificate that has expired." },
  { LK_SIM_SAMPLE_NOT_A_CA, SERVER, AS_PEM, NULL, "Not a CA certificate: a camera drops it without a word." },
  { LK_SIM_SAMPLE_SERVER, SERVER, AS_PKCS12, LK_SIM_SAMPLE_SERVER_PASSWORD, "A server certificate with its key for the camera." },
  { LK_SIM_SAMPLE_PERSON, PERSON, AS_PKCS12, LK_SIM_SAMPLE_PERSON_PASSWORD, "A good personal certificate." },
  { LK_SIM_SAMPLE_EXPIRED_PERSON, EXPIRED_PERSON, AS_PKCS12, LK_SIM_SAMPLE_PERSON_PASSWORD, "A personal certificate that has expired." },
  { LK_SIM_SAMPLE_FOREIGN_PERSON, FOREIGN_PERSON, AS_PKCS12, LK_SIM_SAMPLE_PERSON_PASSWORD, "A personal certificate of the second CA." },
  { LK_SIM_SAMPLE_SERVER_PERSON, SERVER_PERSON, AS_PKCS12, LK_SIM_SAMPLE_PERSON_PASSWORD, "A certificate that may not authenticate a client." },
};

static gboolean
write_file (const char *folder, const char *name, const char *data, gsize size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) write_error = NULL;

  if (g_file_set_contents_full (path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &write_error))
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The sample cannot be written: %s", write_error->message);
  return FALSE;
}

static GBytes *
bundle (const LkSimPkiItem *made)
{
  g_autoptr (GBytes) first = lk_sim_pki_item_to_pem (&made[SITE_CA]);
  g_autoptr (GBytes) second = lk_sim_pki_item_to_pem (&made[SECOND_CA]);
  GByteArray *both = g_byte_array_new ();

  g_byte_array_append (both, g_bytes_get_data (first, NULL), (guint)g_bytes_get_size (first));
  g_byte_array_append (both, g_bytes_get_data (second, NULL), (guint)g_bytes_get_size (second));
  return g_byte_array_free_to_bytes (both);
}

static GBytes *
make_bytes (const LkSimPkiItem *made, gsize row, GError **error)
{
  const LkSimPkiItem *item = &made[files[row].item];
  g_autoptr (LkSecret) password = NULL;

  switch (files[row].form)
    {
    case AS_DER:
      return lk_sim_pki_item_to_der (item);
    case AS_BUNDLE:
      return bundle (made);
    case AS_PKCS12:
      password = lk_secret_new (files[row].password, -1);
      return lk_sim_pki_item_to_pkcs12 (item, &made[items[files[row].item].issuer], password,
                                        error);
    case AS_PEM:
    default:
      return lk_sim_pki_item_to_pem (item);
    }
}

static gboolean
write_readme (const char *folder, GError **error)
{
  g_autoptr (GString) text = g_string_new ("Sample files for the demonstration of Latchkey. Made on this computer; of no use elsewhere.\n\n");

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_string_append_printf (text, "%s\n    %s\n", files[i].name, files[i].help);
      if (files[i].password != NULL)
        g_string_append_printf (text, "    Password: %s\n", files[i].password);
    }
  return write_file (folder, "README.txt", text->str, text->len, error);
}

static gboolean
write_files (const char *folder, const LkSimPkiItem *made, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = make_bytes (made, i, error);

      if (bytes == NULL || !write_file (folder, files[i].name, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes), error))
        return FALSE;
    }
  return write_readme (folder, error);
}

gboolean
lk_sim_samples_write (const char *folder, GError **error)
{
  LkSimPkiItem made[N_ITEMS] = { 0 };
  gboolean done = TRUE;

  g_return_val_if_fail (folder != NULL, FALSE);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The folder “%s” cannot be made", folder);
      return FALSE;
    }
  for (Item i = 0; i < N_ITEMS && done; i++)
    {
      LkSimPkiSpec spec = items[i].spec;

      spec.issuer = items[i].issuer != NOBODY ? &made[items[i].issuer] : NULL;
      done = lk_sim_pki_make (&made[i], &spec, error);
    }
  done = done && write_files (folder, made, error);
  for (Item i = 0; i < N_ITEMS; i++)
    lk_sim_pki_item_clear (&made[i]);
  return done;
}
