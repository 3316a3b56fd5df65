/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A personal certificate that is installed once more, on stores that do not take everything:
 * whatever they refuse, what was there before is put back, or its loss is said. */

#include "config.h"

#include "lk-test-pki.h"

#include "base/lk-error.h"
#include "personal/lk-personal-store.h"

/* What a picky store takes. */
typedef enum
{
  TAKES_ALL,
  TAKES_NOT_EXPORTABLE,
  TAKES_NOTHING
} Taste;

typedef struct
{
  LkPersonalStore parent_instance;
  Taste taste;
  gboolean keeps; /* lets nothing be removed */
  LkPersonal *held;
  GCancellable *stops; /* (nullable) cancelled by the removal */
} PickyStore;

typedef LkPersonalStoreClass PickyStoreClass;

GType picky_store_get_type (void);
G_DEFINE_TYPE (PickyStore, picky_store, LK_TYPE_PERSONAL_STORE)

static LkPersonal *
make_personal (LkIdentity *identity, gboolean exportable)
{
  return lk_personal_new (&(LkPersonalFields){
    .selector = "picky:1",
    .store_id = "picky:",
    .store_title = "Picky",
    .label = "kato",
    .certificate = lk_identity_get_certificate (identity),
    .has_key = LK_ANSWER_YES,
    .exportable = exportable ? LK_ANSWER_YES : LK_ANSWER_NO,
  });
}

static LkPersonal *
picky_store_import (LkPersonalStore *store,
                    const LkPersonalImport *import,
                    const LkPinPrompt *prompt,
                    GCancellable *cancellable,
                    GError **error)
{
  PickyStore *self = (PickyStore *)store;

  g_assert_null (self->held);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->taste == TAKES_NOTHING || (self->taste == TAKES_NOT_EXPORTABLE && import->exportable))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The token refuses");
      return NULL;
    }
  self->held = make_personal (import->identity, import->exportable);
  return g_object_ref (self->held);
}

static gboolean
picky_store_remove (LkPersonalStore *store,
                    const char *selector,
                    const LkPinPrompt *prompt,
                    GCancellable *cancellable,
                    GError **error)
{
  PickyStore *self = (PickyStore *)store;

  if (self->keeps)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_STORE_READ_ONLY, "Only for reading");
      return FALSE;
    }
  g_clear_object (&self->held);
  if (self->stops != NULL)
    g_cancellable_cancel (self->stops);
  return TRUE;
}

static void
picky_store_finalize (GObject *object)
{
  g_clear_object (&((PickyStore *)object)->held);
  G_OBJECT_CLASS (picky_store_parent_class)->finalize (object);
}

static void
picky_store_class_init (PickyStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = picky_store_finalize;
  klass->import = picky_store_import;
  klass->remove = picky_store_remove;
}

static void
picky_store_init (PickyStore *self)
{
}

typedef struct
{
  const char *path;
  Taste taste;
  gboolean keeps;
  gboolean cancels;
  int error;           /* -1: none */
  LkAnswer afterwards; /* exportable; UNKNOWN: nothing is there */
} Row;

/* Not exportable before, wanted exportable. */
static const Row rows[] = {
  { "/personal/replace/taken", TAKES_ALL, FALSE, FALSE, -1, LK_ANSWER_YES },
  { "/personal/replace/too-late-to-cancel", TAKES_ALL, FALSE, TRUE, -1, LK_ANSWER_YES },
  { "/personal/replace/put-back", TAKES_NOT_EXPORTABLE, FALSE, FALSE, LK_ERROR_ROLLED_BACK, LK_ANSWER_NO },
  { "/personal/replace/lost", TAKES_NOTHING, FALSE, FALSE, LK_ERROR_ROLLBACK_FAILED, LK_ANSWER_UNKNOWN },
  { "/personal/replace/read-only", TAKES_ALL, TRUE, FALSE, LK_ERROR_STORE_READ_ONLY, LK_ANSWER_NO },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkTestCert) cert = lk_test_client_new ("CN=kato", ca);
  g_autoptr (GBytes) file = lk_test_cert_to_pkcs12 (cert, NULL, "of the file");
  g_autoptr (LkSecret) password = lk_secret_new ("of the file", -1);
  g_autoptr (LkIdentity) identity = lk_identity_new_from_bytes (file, password, "file", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LkPersonalStore) store = g_object_new (picky_store_get_type (), "id", "picky:", "title", "Picky", NULL);
  g_autoptr (LkPersonal) present = make_personal (identity, FALSE);
  g_autoptr (LkPersonal) installed = NULL;
  g_autoptr (GError) error = NULL;
  PickyStore *picky = (PickyStore *)store;
  const LkPersonalImport import = { .identity = identity, .exportable = TRUE };

  picky->taste = row->taste;
  picky->keeps = row->keeps;
  picky->stops = row->cancels ? cancellable : NULL;
  picky->held = g_object_ref (present);
  installed = lk_personal_store_replace (store, present, &import, NULL, cancellable, &error);
  if (row->error < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, LK_ERROR, row->error);
  g_assert_true ((installed != NULL) == (row->error < 0));
  g_assert_cmpint (
    picky->held != NULL ? lk_personal_get_fields (picky->held)->exportable : LK_ANSWER_UNKNOWN, ==,
    row->afterwards);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
  return g_test_run ();
}
