/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An NSS database that takes the key and then not the certificate: nothing of it stays behind, and
 * what was installed before does. */

#include "config.h"

#include "lk-test-pki.h"

#include "base/lk-error.h"
#include "personal/lk-nss-store.h"

#include <pk11pub.h>
#include <string.h>

static gboolean fails;

SECStatus __real_PK11_ImportDERCert (
  PK11SlotInfo *slot, SECItem *der, CK_OBJECT_HANDLE key, char *label, PRBool with_trust);
SECStatus __wrap_PK11_ImportDERCert (
  PK11SlotInfo *slot, SECItem *der, CK_OBJECT_HANDLE key, char *label, PRBool with_trust);

SECStatus
__wrap_PK11_ImportDERCert (
  PK11SlotInfo *slot, SECItem *der, CK_OBJECT_HANDLE key, char *label, PRBool with_trust)
{
  return fails ? SECFailure : __real_PK11_ImportDERCert (slot, der, key, label, with_trust);
}

static LkPersonal *
import (LkPersonalStore *store, const LkTestCert *cert, GError **error)
{
  g_autoptr (GBytes) file = lk_test_cert_to_pkcs12 (cert, NULL, "of the file");
  g_autoptr (LkSecret) password = lk_secret_new ("of the file", -1);
  g_autoptr (LkIdentity) identity = lk_identity_new_from_bytes (file, password, "file", NULL);

  return lk_personal_store_import (
    store, &(LkPersonalImport){ .identity = identity, .exportable = TRUE }, NULL, NULL, error);
}

/* By NSS's own tool. */
static guint
count_keys (const char *folder)
{
  g_autofree char *database = g_strconcat ("sql:", folder, NULL);
  const char *const argv[] = { "certutil", "-K", "-d", database, NULL };
  g_autofree char *output = NULL;
  guint count = 0;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               &output, NULL, NULL, NULL));
  for (const char *at = output; (at = strstr (at, "rsa ")) != NULL; at++)
    count++;
  return count;
}

static void
test_leaves_nothing (void)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkTestCert) kato = lk_test_cert_new (
    &(LkTestSpec){ .subject = "CN=kato", .key = "rsa2048", .eku = "client", .issuer = ca });
  g_autoptr (LkTestCert) sato = lk_test_cert_new (
    &(LkTestSpec){ .subject = "CN=sato", .key = "rsa2048", .eku = "client", .issuer = ca });
  g_autofree char *certutil = g_find_program_in_path ("certutil");
  char *folder = lk_test_folder_new ();
  g_autoptr (LkPersonalStore) store = lk_nss_store_create (folder, NULL, NULL);
  g_autoptr (LkPersonal) first = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (store);
  first = import (store, kato, &error);
  g_assert_no_error (error);
  fails = TRUE;
  g_assert_null (import (store, sato, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
  g_clear_error (&error);
  if (certutil != NULL)
    g_assert_cmpuint (count_keys (folder), ==, 1);
  g_assert_true (lk_personal_store_prove (store, lk_personal_get_fields (first)->selector, NULL,
                                          NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&store);
  lk_test_folder_remove (folder);
  g_free (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/personal/nss-half/leaves-nothing", test_leaves_nothing);
  return g_test_run ();
}
