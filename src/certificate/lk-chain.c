/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-chain.h"

#include "certificate/lk-chain-private.h"

#include <glib/gi18n-lib.h>

#define MAX_LENGTH     12
#define MAX_SIGNATURES 200
#define MAX_PATHS      32

struct _LkChain
{
  GObject parent_instance;

  GPtrArray *elements;
  char *missing;
  char *summary;
};

G_DEFINE_FINAL_TYPE (LkChain, lk_chain, G_TYPE_OBJECT)

/* One search: what may be used, and the best way found so far. */
typedef struct
{
  GPtrArray *pool;
  GPtrArray *anchors;
  GDateTime *time;
  LkChainUse use;
  GPtrArray *path; /* (element-type LkCertificate), borrowed */
  guint signatures;
  guint paths;
  GPtrArray *best;
  int best_score;
} Search;

static void
free_element (gpointer data)
{
  LkChainElement *element = data;

  g_object_unref (element->certificate);
  g_free (element->reason);
  g_free (element);
}

static void
lk_chain_finalize (GObject *object)
{
  LkChain *self = LK_CHAIN (object);

  g_clear_pointer (&self->elements, g_ptr_array_unref);
  g_free (self->missing);
  g_free (self->summary);

  G_OBJECT_CLASS (lk_chain_parent_class)->finalize (object);
}

static void
lk_chain_class_init (LkChainClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_chain_finalize;
}

static void
lk_chain_init (LkChain *self)
{
}

static gboolean
contains (GPtrArray *certificates, LkCertificate *certificate)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    {
      LkCertificate *other = g_ptr_array_index (certificates, i);

      if (other != NULL && lk_certificate_equal (other, certificate))
        return TRUE;
    }
  return FALSE;
}

static guint
count_problems (GPtrArray *elements)
{
  guint count = 0;

  for (guint i = 0; i < elements->len; i++)
    {
      const LkChainElement *element = g_ptr_array_index (elements, i);

      count += element->problem != NULL;
    }
  return count;
}

/* Anchored before complete before broken off; then the fewer problems the better. */
static int
get_score (GPtrArray *elements)
{
  const LkChainElement *last = g_ptr_array_index (elements, elements->len - 1);
  int score = -(int)count_problems (elements);

  if (last->is_anchor)
    score += 1000;
  else if (lk_certificate_is_self_issued (last->certificate))
    score += 100;
  return score;
}

static void
take_path (Search *search, gboolean anchored)
{
  GPtrArray *elements = g_ptr_array_new_with_free_func (free_element);
  int score;

  for (guint i = 0; i < search->path->len; i++)
    {
      LkChainElement *element = g_new0 (LkChainElement, 1);

      element->certificate = g_object_ref (g_ptr_array_index (search->path, i));
      element->is_anchor = anchored && i == search->path->len - 1;
      g_ptr_array_add (elements, element);
    }
  lk_chain_check (elements, search->time, search->use);
  score = get_score (elements);
  search->paths++;
  if (search->best == NULL || score > search->best_score)
    {
      g_clear_pointer (&search->best, g_ptr_array_unref);
      search->best = g_steal_pointer (&elements);
      search->best_score = score;
    }
  g_clear_pointer (&elements, g_ptr_array_unref);
}

/* Names and key identifiers say who may be the issuer; the signature says who is. */
static gboolean
is_issuer (Search *search, LkCertificate *certificate, LkCertificate *candidate)
{
  if (contains (search->path, candidate) ||
      !lk_name_equal (lk_certificate_get_issuer_item (certificate),
                      lk_certificate_get_subject_item (candidate)))
    return FALSE;
  if (search->signatures >= MAX_SIGNATURES)
    return FALSE;
  search->signatures++;
  return lk_certificate_is_issued_by (certificate, candidate);
}

static gboolean
has_other_key_id (LkCertificate *certificate, LkCertificate *candidate)
{
  const char *wanted = lk_certificate_get_authority_key_id (certificate);
  const char *own = lk_certificate_get_subject_key_id (candidate);

  return wanted != NULL && own != NULL && !g_str_equal (wanted, own);
}

static gboolean
is_found (const Search *search)
{
  return search->best_score == 1000 || search->paths >= MAX_PATHS;
}

static void climb (Search *search);

/* Tries those whose key identifier fits before those whose does not. */
static gboolean
climb_through (Search *search, GPtrArray *candidates)
{
  LkCertificate *last = g_ptr_array_index (search->path, search->path->len - 1);
  gboolean found = FALSE;

  for (int odd = 0; odd <= 1; odd++)
    for (guint i = 0; candidates != NULL && i < candidates->len && !is_found (search); i++)
      {
        LkCertificate *candidate = g_ptr_array_index (candidates, i);

        if (candidate == NULL || has_other_key_id (last, candidate) != odd ||
            !is_issuer (search, last, candidate))
          continue;
        found = TRUE;
        g_ptr_array_add (search->path, candidate);
        climb (search);
        g_ptr_array_set_size (search->path, (int)search->path->len - 1);
      }
  return found;
}

static void
climb (Search *search) /* NOLINT(misc-no-recursion): at most MAX_LENGTH deep */
{
  LkCertificate *last = g_ptr_array_index (search->path, search->path->len - 1);
  gboolean found;

  if (contains (search->anchors, last))
    {
      take_path (search, TRUE);
      return;
    }
  if (search->path->len >= MAX_LENGTH)
    {
      take_path (search, FALSE);
      return;
    }
  found = climb_through (search, search->anchors);
  found = climb_through (search, search->pool) || found;
  if (!found)
    take_path (search, FALSE);
}

static char *
dup_summary (LkChain *self)
{
  const LkChainElement *last = g_ptr_array_index (self->elements, self->elements->len - 1);

  for (guint i = 0; i < self->elements->len; i++)
    {
      const LkChainElement *element = g_ptr_array_index (self->elements, i);

      if (element->problem != NULL)
        return g_strdup (element->reason);
    }
  if (last->is_anchor)
    /* Translators: %s is the name of a certification authority. */
    return g_strdup_printf (_ ("It leads to the trusted CA “%s”."), lk_certificate_get_title (last->certificate));
  if (self->missing != NULL)
    /* Translators: %s is a distinguished name, such as CN=Site CA,O=Example. */
    return g_strdup_printf (_ ("Missing: the certificate of “%s”."), self->missing);
  if (self->elements->len == 1)
    return g_strdup (_ ("It is signed with its own key."));
  return g_strdup_printf (_ ("It leads to “%s”, which is not among the trusted CAs."), lk_certificate_get_title (last->certificate));
}

LkChain *
lk_chain_new (
  LkCertificate *leaf, GPtrArray *pool, GPtrArray *anchors, GDateTime *time, LkChainUse use)
{
  LkChain *self = g_object_new (LK_TYPE_CHAIN, NULL);
  g_autoptr (GDateTime) now = time != NULL ? g_date_time_ref (time) : g_date_time_new_now_utc ();
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  Search search = {
    .pool = pool, .anchors = anchors, .time = now, .use = use, .path = path, .best_score = G_MININT
  };
  const LkChainElement *last;

  g_ptr_array_add (path, leaf);
  climb (&search);
  self->elements = search.best;
  last = g_ptr_array_index (self->elements, self->elements->len - 1);
  if (!last->is_anchor && !lk_certificate_is_self_issued (last->certificate))
    self->missing = g_strdup (lk_certificate_get_issuer (last->certificate));
  self->summary = dup_summary (self);
  return self;
}

GPtrArray *
lk_chain_get_elements (LkChain *self)
{
  g_return_val_if_fail (LK_IS_CHAIN (self), NULL);

  return self->elements;
}

gboolean
lk_chain_is_good (LkChain *self)
{
  g_return_val_if_fail (LK_IS_CHAIN (self), FALSE);

  return lk_chain_get_anchor (self) != NULL && count_problems (self->elements) == 0;
}

LkCertificate *
lk_chain_get_anchor (LkChain *self)
{
  const LkChainElement *last;

  g_return_val_if_fail (LK_IS_CHAIN (self), NULL);

  last = g_ptr_array_index (self->elements, self->elements->len - 1);
  return last->is_anchor ? last->certificate : NULL;
}

const char *
lk_chain_get_missing (LkChain *self)
{
  g_return_val_if_fail (LK_IS_CHAIN (self), NULL);

  return self->missing;
}

const char *
lk_chain_get_summary (LkChain *self)
{
  g_return_val_if_fail (LK_IS_CHAIN (self), NULL);

  return self->summary;
}

const LkChainElement *
lk_chain_find_problem (LkChain *self, const char *problem)
{
  g_return_val_if_fail (LK_IS_CHAIN (self), NULL);

  for (guint i = 0; i < self->elements->len; i++)
    {
      const LkChainElement *element = g_ptr_array_index (self->elements, i);

      if (g_strcmp0 (element->problem, problem) == 0)
        return element;
    }
  return NULL;
}
