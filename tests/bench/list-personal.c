/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests/bench/personal measures: "fill COUNT PIN STORE…" shares so many new certificates with their keys out over
 * the stores; "list COUNT STORE…" lists them all without asking for anything, and fails when one is missing. */

#include "config.h"

#include "lk-test-pki.h"

#include "personal/lk-personal-stores.h"

#include <stdlib.h>
#include <string.h>

static LkSecret *
ask (const char *title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  return state == LK_PIN_FIRST ? lk_secret_new (data, -1) : NULL;
}

static LkIdentity *
make_identity (const LkTestCert *ca, guint number)
{
  g_autofree char *subject = g_strdup_printf ("CN=Person %04u", number);
  g_autoptr (LkTestCert) cert = lk_test_client_new (subject, ca);
  g_autofree char *pem = lk_test_cert_to_pem_with_key (cert, NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));
  g_autoptr (GError) error = NULL;
  LkIdentity *identity = lk_identity_new_from_bytes (bytes, NULL, subject, &error);

  g_assert_no_error (error);
  return identity;
}

static void
fill (guint count, const char *pin, char **ids)
{
  const LkPinPrompt prompt = { ask, (gpointer)pin };
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Bench CA", NULL);
  const guint n_stores = g_strv_length (ids);

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (LkIdentity) identity = make_identity (ca, i);
      const LkPersonalImport import = { .identity = identity, .exportable = TRUE };
      g_autoptr (GError) error = NULL;
      g_autoptr (LkPersonalStore) store =
        lk_personal_store_for_selector (ids[i % n_stores], &error);
      g_autoptr (LkPersonal) personal = NULL;

      g_assert_no_error (error);
      personal = lk_personal_store_import (store, &import, &prompt, NULL, &error);
      g_assert_no_error (error);
    }
}

static guint
list (char **ids)
{
  guint count = 0;

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LkPersonalStore) store = lk_personal_store_for_selector (ids[i], &error);
      g_autoptr (GPtrArray) all = NULL;

      g_assert_no_error (error);
      all = lk_personal_store_list (store, NULL, NULL, &error);
      g_assert_no_error (error);
      count += all->len;
    }
  return count;
}

int
main (int argc, char *argv[])
{
  if (argc > 4 && g_str_equal (argv[1], "fill"))
    {
      fill ((guint)atoi (argv[2]), argv[3], argv + 4);
      return 0;
    }
  if (argc > 3 && g_str_equal (argv[1], "list"))
    return list (argv + 3) == (guint)atoi (argv[2]) ? 0 : 1;
  return 2;
}
